#!/usr/bin/env bash
# docker-compose.yml is valid, in both profiles. Needs no Docker engine.
set -euo pipefail
if docker compose version > /dev/null 2>&1; then
    compose=(docker compose)
elif command -v docker-compose > /dev/null; then
    compose=(docker-compose)
else
    echo "not checked: neither docker compose nor docker-compose is installed"
    exit 0
fi
"${compose[@]}" config --quiet
"${compose[@]}" --profile scale config --quiet
echo "docker-compose.yml is valid"
