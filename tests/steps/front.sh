#!/usr/bin/env bash
# Front end: unit tests, and the build that is served; a second build of the same sources, elsewhere, is the same.
set -euo pipefail
make -s frontend/build/.stamp
again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
tar -C frontend --exclude=./node_modules --exclude=./build --exclude=./.svelte-kit --exclude=./src/lib/paraglide -c . | tar -C "$again" -x
ln -s "$PWD/frontend/node_modules" "$again/node_modules"
(cd "$again" && npm run --silent build > build.log 2>&1 || { cat build.log; exit 1; })
diff -r --brief --exclude=.stamp frontend/build "$again/build" || { echo "two builds of the same sources differ"; exit 1; }
echo "two builds of the same sources are the same"
cd frontend
npm run --silent test
