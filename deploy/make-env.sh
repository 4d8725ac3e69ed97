#!/bin/sh
# Writes deploy/.env with new passwords; what is there already is left alone.
set -eu
cd "$(dirname "$0")"

if [ -e .env ]; then
  echo "deploy/.env is there already; move it away to have a new one made." >&2
  exit 1
fi

secret() { openssl rand -hex 24; }

umask 077
cat >.env <<END
# Address of the execution link: orders go to <address>/new_order and so on. Must be set.
EXECUTION_LINK_URL=

MONGO_ROOT_PASSWORD=$(secret)
MONGO_ENGINE_PASSWORD=$(secret)
MONGO_ADMIN_PASSWORD=$(secret)
REDIS_PASSWORD=$(secret)
RELAY_SECRET=$(secret)
BROKER_TOKEN_KEY=$(secret)
AUDIT_SIGNING_KEY=$(secret)
USER_SECRET_KEY=$(secret)

# Any other setting of ../.env.example that docker-compose.yml names may be added here, such as
# FLATTRADE_ACCOUNTS and BREEZE_ACCOUNTS. Whatever else brokers have settings for stands in
# deploy/brokers.env, where there is such a file.
END
echo "Wrote deploy/.env: now set EXECUTION_LINK_URL in it."
