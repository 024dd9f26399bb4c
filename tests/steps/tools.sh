#!/usr/bin/env bash
# Installs what the other steps need and the machine lacks, or says exactly what is missing.
set -euo pipefail

postgres() { ls -d /usr/lib/postgresql/15/bin 2>/dev/null || command -v initdb; }
chromium() { [ -x "${CHROMIUM:-/usr/bin/chromium}" ]; }

packages=()
postgres > /dev/null || packages+=(postgresql-15)
chromium || packages+=(chromium)
docker compose version > /dev/null 2>&1 || command -v docker-compose > /dev/null || packages+=(docker-compose)
if [ ${#packages[@]} -gt 0 ] && command -v apt-get > /dev/null; then
    sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    if [ "$(id -u)" = 0 ] || sudo -n true 2> /dev/null; then
        echo "installing ${packages[*]}"
        # RUNLEVEL=1 keeps the packages from starting services: the tests have a cluster of their own.
        "${sudo[@]}" apt-get update -qq || true
        "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${packages[@]}" > target/apt.log 2>&1 \
            || tail -20 target/apt.log
    fi
fi

missing=()
command -v cargo > /dev/null || missing+=("Rust 1.95 or newer: https://rustup.rs")
command -v cc > /dev/null || missing+=("a C compiler: Debian package gcc")
command -v npm > /dev/null || missing+=("npm 10 or newer, with Node: https://nodejs.org")
postgres > /dev/null || missing+=("PostgreSQL 15's server programs: Debian package postgresql-15")
chromium || missing+=("Chromium: Debian package chromium, or the path of one in CHROMIUM")
python3 -c 'import venv, ensurepip' 2> /dev/null || missing+=("Python 3 with venv: Debian packages python3 and python3-venv")
if [ ${#missing[@]} -gt 0 ]; then
    echo "missing:"
    printf '  - %s\n' "${missing[@]}"
    exit 1
fi

if ! cmp -s tests/requirements.txt target/venv/requirements.txt; then
    rm -rf target/venv
    python3 -m venv target/venv
    target/venv/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
    cp tests/requirements.txt target/venv/requirements.txt
fi
make -s frontend/node_modules/.package-lock.json
cargo --version
npm --version
