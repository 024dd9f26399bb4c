#!/usr/bin/env bash
# Runs every check, or those named: tests/run.sh [STEP…]
#
# A step is a file in tests/steps. Steps run in the order below; the first that fails ends the run.
set -euo pipefail
cd "$(dirname "$0")/.."

steps=("$@")
[ $# -gt 0 ] || steps=(tools compose lint types front rust crash storage e2e fuzz postgres)

export RUST_BACKTRACE=${RUST_BACKTRACE:-0} CARGO_TERM_COLOR=never CI=1
mkdir -p target/logs
rm -f target/logs/*.log

for step in "${steps[@]}"; do
    printf '\n=== %s\n' "$step"
    started=$SECONDS
    if ! "tests/steps/$step.sh" < /dev/null 2>&1 | tee "target/logs/$step.log"; then
        printf '\n=== %s FAILED after %s s\n' "$step" $((SECONDS - started))
        exit 1
    fi
    printf '=== %s: %s s\n' "$step" $((SECONDS - started))
done

# The closing line counts what the runners counted: cargo's tests on both databases, the unit tests of the
# front end, the tests in the browser, and the cases of the fuzzer.
exec python3 tests/steps/summary.py target/logs
