#!/usr/bin/env bash
# Front end: unit tests and the build that is served.
set -euo pipefail
make -s frontend/build/.stamp
cd frontend
npm run --silent test
