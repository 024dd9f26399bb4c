#!/usr/bin/env bash
# Front end: types, those of the API generated anew from the committed contract.
set -euo pipefail
# The build compiles the messages that the types come from.
make -s frontend/build/.stamp
cd frontend
npm run --silent check
