#!/usr/bin/env bash
# The pages in a real browser, against the real server: behaviour, accessibility, budget.
set -euo pipefail
make -s frontend/build/.stamp
. tests/steps/server.sh
cd frontend
# A loaded machine is slow, not wrong.
npm run --silent test:e2e -- --timeout 120000 || { echo "the server said:"; tail -30 "$SERVER_LOG"; exit 1; }
