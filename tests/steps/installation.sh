# For steps that start `thousand` themselves: `. tests/steps/installation.sh` makes an installation of its own,
# seeded and with an administrator, and sets THOUSAND (the program), BASE_URL, THOUSAND_DATA_DIR (where its mail
# is), SERVER_LOG, ADMIN_EMAIL and ADMIN_PASSWORD. It is removed when the step ends.

cargo build --locked --quiet -p thousand
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
port=$(python3 tests/steps/free_port.py)
export BASE_URL=http://127.0.0.1:$port SERVER_LOG=$folder/server.log THOUSAND=target/debug/thousand
export THOUSAND_BIND=127.0.0.1:$port THOUSAND_DATA_DIR=$folder/var THOUSAND_WEB_DIR=frontend/build THOUSAND_RATE_LIMIT=off RUST_LOG=warn
"$THOUSAND" seed
export ADMIN_EMAIL=admin@example.org
ADMIN_PASSWORD=$("$THOUSAND" admin create --email "$ADMIN_EMAIL")
export ADMIN_PASSWORD
