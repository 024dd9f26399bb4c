#!/usr/bin/env bash
# On PostgreSQL, in a cluster of its own: the application's tests, and the server's sudden death under load.
set -euo pipefail
. tests/steps/cluster.sh
TEST_DATABASE=postgres TEST_POSTGRES_URL=$CLUSTER cargo test --locked --quiet -p tests
DATABASE_URL=$CLUSTER/postgres THOUSAND_SECRET_KEY=$(head -c 32 /dev/urandom | base64) tests/steps/crash.sh
