#!/usr/bin/env bash
# Builds and measures: tests/bench/run.sh [CASE…]; without a case, all of them.
set -euo pipefail
cd "$(dirname "$0")/../.."

if ! command -v wrk > /dev/null && command -v apt-get > /dev/null; then
    sudo=()
    [ "$(id -u)" = 0 ] || sudo=(sudo -n)
    "${sudo[@]}" apt-get update -qq || true
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wrk > /dev/null || true
fi
missing=()
command -v cargo > /dev/null || missing+=("Rust 1.95 or newer: https://rustup.rs")
command -v wrk > /dev/null || missing+=("wrk: Debian package wrk")
command -v taskset > /dev/null || missing+=("taskset: Debian package util-linux")
if [ ${#missing[@]} -gt 0 ]; then
    echo "missing:"
    printf '  - %s\n' "${missing[@]}"
    exit 1
fi

# In one go, so that both are built with the same database library.
cargo build --release --locked --quiet -p thousand -p bench
bin=${CARGO_TARGET_DIR:-target}/release
exec "$bin/bench" run --thousand "$bin/thousand" "$@"
