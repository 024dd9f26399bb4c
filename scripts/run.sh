#!/usr/bin/env bash
# Prepares the data once, then serves: scripts/run.sh PATH_OF_THOUSAND
set -euo pipefail
umask 077
thousand=$1
export RUST_LOG=${RUST_LOG:-warn,thousand::mail=info}
address=${THOUSAND_PUBLIC_URL:-http://${THOUSAND_BIND:-127.0.0.1:8080}}
data=${THOUSAND_DATA_DIR:-./var}
administrator=${THOUSAND_ADMIN_EMAIL:-admin@example.org}

# Reference data is brought up to date; what people have entered stays.
"$thousand" seed > /dev/null
if [ -e "$data/administrator" ]; then
    echo "Thousand: $address · the data of earlier runs in $data is kept; $(cat "$data/administrator") signs in as before"
else
    password=$("$thousand" admin create --email "$administrator")
    echo "$administrator" > "$data/administrator"
    echo "Thousand: $address/en/sign-in · $administrator · one-time password: $password"
fi
exec "$thousand" serve
