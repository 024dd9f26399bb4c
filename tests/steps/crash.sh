#!/usr/bin/env bash
# Kills the server under load and counts what is left. On SQLite, or on the database of DATABASE_URL.
set -euo pipefail
. tests/steps/installation.sh
SMTP_PORT=$(python3 tests/steps/free_port.py)
export SMTP_PORT SMTP_URL=smtp://127.0.0.1:$SMTP_PORT THOUSAND_PROXIES=1
target/venv/bin/python tests/crash.py || { status=$?; tail -30 "$SERVER_LOG"; exit $status; }
