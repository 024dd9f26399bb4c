#!/usr/bin/env bash
# Rust: unit tests, and the application's tests on SQLite.
set -euo pipefail
cargo test --workspace --locked --quiet
