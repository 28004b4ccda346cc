#!/bin/sh
# Makes the passwords that compose.yaml names, each in a file of its own, in deploy/secrets or in the
# folder that is given. What is there stays: running it again changes nothing.
set -eu
folder=${1:-$(dirname "$0")/secrets}
mkdir -p "$folder"
# Nobody of this machine gets into the folder; in a container the file alone is mounted, and whoever
# runs there may read it.
chmod 0700 "$folder"

secret() {
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
}

put() {
  [ -s "$folder/$1" ] && return 0
  printf '%s' "$2" > "$folder/$1.new"
  chmod 0644 "$folder/$1.new"
  mv "$folder/$1.new" "$folder/$1"
}

for name in postgres-password metrics-token peer-secret redis-password grafana-password \
  pooler-password; do
  put "$name" "$(secret)"
done
put database-url "postgres://evertill_owner:$(cat "$folder/postgres-password")@postgres:5432/evertill"
put redis-url "redis://:$(cat "$folder/redis-password")@redis:6379"
put pooled-url "postgres://evertill_owner:$(cat "$folder/postgres-password")@pgbouncer:6432/evertill"
put pooler-userlist "\"evertill_pooler\" \"$(cat "$folder/pooler-password")\""
