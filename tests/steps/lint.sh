#!/usr/bin/env bash
# Format and lints, of Rust and of the front end. A warning is a failure.
set -euo pipefail
cargo fmt --all --check
cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
make -s frontend/node_modules/.package-lock.json
cd frontend
npm run --silent lint
