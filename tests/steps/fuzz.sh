#!/usr/bin/env bash
# Schemathesis against the running server: no 5xx, and no answer outside the contract.
set -euo pipefail
. tests/steps/server.sh
# As an administrator: everything else would end at 401, which the application's own tests cover.
sign_in=$(python3 -c 'import json, os; print(json.dumps({"email": os.environ["ADMIN_EMAIL"], "password": os.environ["ADMIN_PASSWORD"]}))')
BEARER=$(curl -sf "$BASE_URL/v1/sessions" -H 'Content-Type: application/json' -d "$sign_in" \
    | python3 -c 'import json, sys; print(json.load(sys.stdin)["access_token"])')
export BEARER
status=0
target/venv/bin/schemathesis --config-file tests/schemathesis.toml run "$BASE_URL/v1/openapi.json" || status=$?
[ $status = 0 ] || tail -30 "$SERVER_LOG"
# Whatever the fuzzer did, the history must hold.
kill "$server"
wait "$server" || true
"$THOUSAND" verify
exit $status
