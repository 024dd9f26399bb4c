#!/usr/bin/env bash
# On PostgreSQL, in a cluster of its own: the application's tests, the server's sudden death under load, the fuzzer.
set -euo pipefail
. tests/steps/cluster.sh
TEST_DATABASE=postgres TEST_POSTGRES_URL=$CLUSTER cargo test --locked --quiet -p tests
THOUSAND_SECRET_KEY=$(head -c 32 /dev/urandom | base64)
export THOUSAND_SECRET_KEY
for step in crash fuzz; do
    "$bin/createdb" --maintenance-db "$CLUSTER/postgres" "$step"
    DATABASE_URL=$CLUSTER/$step "tests/steps/$step.sh"
done
