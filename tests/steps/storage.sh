#!/usr/bin/env bash
# Documents in a bucket of a server that speaks S3.
set -euo pipefail
. tests/steps/installation.sh
bucket=$(python3 tests/steps/free_port.py)
target/venv/bin/moto_server -p "$bucket" > "$folder/bucket.log" 2>&1 &
moto=$!
trap 'kill $moto 2> /dev/null || true; wait 2> /dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 100); do
    curl -s "http://127.0.0.1:$bucket/" > /dev/null && break
    sleep 0.1
done
export AWS_ENDPOINT_URL=http://127.0.0.1:$bucket AWS_ENDPOINT=http://127.0.0.1:$bucket AWS_ALLOW_HTTP=true
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=eu-west-1 THOUSAND_FILES_URL=s3://thousand/documents
target/venv/bin/python tests/storage.py || { status=$?; tail -30 "$SERVER_LOG"; exit $status; }
