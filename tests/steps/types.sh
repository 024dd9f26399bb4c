#!/usr/bin/env bash
# Front end: types, and that the types of the API are those of the committed contract.
set -euo pipefail
# The build compiles the messages that the types come from.
make -s frontend/build/.stamp
cd frontend
npm run --silent check
if [ -e src/lib/api/schema.d.ts ]; then
    npx --no-install openapi-typescript ../openapi/openapi.json --output ../target/schema.d.ts > /dev/null
    cmp src/lib/api/schema.d.ts ../target/schema.d.ts || { echo "src/lib/api/schema.d.ts is not that of openapi/openapi.json: run make gen"; exit 1; }
fi
