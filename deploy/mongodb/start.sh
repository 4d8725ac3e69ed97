#!/bin/bash
# Starts mongod as a member of the replica set "ome" that asks everyone who they are. The key by
# which members know each other is made at the first start and never leaves the volume.
set -euo pipefail

key=/data/configdb/keyfile
if [ ! -s "$key" ]; then
  rm -f "$key"
  (umask 277 && head -c 512 /dev/urandom | base64 --wrap=0 >"$key")
fi

# The image's own entrypoint makes the root user in an empty data folder.
exec docker-entrypoint.sh mongod --replSet ome --keyFile "$key" --bind_ip_all "$@"
