# For steps that need a running server: `. tests/steps/server.sh` starts one with data of its own on a free
# port, sets BASE_URL, THOUSAND_DATA_DIR (where its mail is), ADMIN_EMAIL and ADMIN_PASSWORD, and stops it by
# its own id when the step ends.

cargo build --locked --quiet -p thousand
folder=$(mktemp -d)
port=$(python3 tests/steps/free_port.py)
export BASE_URL=http://127.0.0.1:$port
export THOUSAND_BIND=127.0.0.1:$port THOUSAND_DATA_DIR=$folder/var THOUSAND_WEB_DIR=frontend/build THOUSAND_RATE_LIMIT=off RUST_LOG=warn
thousand=target/debug/thousand

stop() {
    [ -z "${server:-}" ] || kill "$server" 2> /dev/null || true
    wait 2> /dev/null || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

"$thousand" seed
export ADMIN_EMAIL=admin@example.org
ADMIN_PASSWORD=$("$thousand" admin create --email "$ADMIN_EMAIL")
export ADMIN_PASSWORD
"$thousand" serve > "$folder/server.log" 2>&1 &
server=$!
for _ in $(seq 100); do
    curl -sf "$BASE_URL/health/ready" > /dev/null && break
    kill -0 "$server" || { cat "$folder/server.log"; exit 1; }
    sleep 0.1
done
