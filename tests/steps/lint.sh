#!/usr/bin/env bash
# Rust: format and lints. A warning is a failure.
set -euo pipefail
cargo fmt --all --check
cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
