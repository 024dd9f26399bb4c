# For steps that need a running server: `. tests/steps/server.sh` starts one on an installation of its own and
# stops it by its own id when the step ends. ADMIN_PASSWORD is one that the administrator chose; PRINTED_EMAIL and
# PRINTED_PASSWORD are those of another who still has the printed one.

. tests/steps/installation.sh

stop() {
    [ -z "${server:-}" ] || kill "$server" 2> /dev/null || true
    wait 2> /dev/null || true
    rm -rf "$folder"
}
trap stop EXIT

"$THOUSAND" serve > "$SERVER_LOG" 2>&1 &
server=$!
for _ in $(seq 100); do
    curl -sf "$BASE_URL/health/ready" > /dev/null && break
    kill -0 "$server" || { cat "$SERVER_LOG"; exit 1; }
    sleep 0.1
done
export PRINTED_EMAIL=printed@example.org
ADMIN_PASSWORD=$(python3 tests/steps/own_password.py)
PRINTED_PASSWORD=$("$THOUSAND" admin create --email "$PRINTED_EMAIL")
export ADMIN_PASSWORD PRINTED_PASSWORD
