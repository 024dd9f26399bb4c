# For steps that need PostgreSQL: `. tests/steps/cluster.sh` starts a cluster of its own on a free port, sets
# CLUSTER to its address, and stops it by its own id when the step ends.

bin=$(ls -d /usr/lib/postgresql/15/bin 2> /dev/null || dirname "$(command -v initdb)")
folder=$(mktemp -d)
# The server refuses to run as root.
as=()
if [ "$(id -u)" = 0 ]; then
    as=(runuser -u postgres --)
    chown postgres "$folder"
fi
stop() {
    # By the id in the cluster's own folder, so never another's.
    (cd / && "${as[@]}" "$bin/pg_ctl" stop -s -m immediate -D "$folder/data" 2> /dev/null) || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

port=$(python3 tests/steps/free_port.py)
settings="-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
(
    cd /
    "${as[@]}" "$bin/initdb" -D "$folder/data" -A trust -U postgres --encoding=UTF8 --locale=C > /dev/null
    "${as[@]}" "$bin/pg_ctl" start -s -w -D "$folder/data" -l "$folder/log" -o "$settings" < /dev/null || { cat "$folder/log"; exit 1; }
)
export CLUSTER=postgres://postgres@127.0.0.1:$port
