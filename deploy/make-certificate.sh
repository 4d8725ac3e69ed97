#!/bin/sh
# Makes a self-signed certificate for a first try:
#   deploy/make-certificate.sh [host name]
# For anything else put the certificate chain and the key of your own there under the same names.
set -eu
cd "$(dirname "$0")/secrets"

name=${1:-localhost}
if [ -e tls.crt ] || [ -e tls.key ]; then
  echo "deploy/secrets holds a certificate already; move it away to have a new one made." >&2
  exit 1
fi

umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 \
  -subj "/CN=$name" -addext "subjectAltName=DNS:$name,IP:127.0.0.1" \
  -keyout tls.key -out tls.crt 2>/dev/null
echo "Wrote deploy/secrets/tls.crt and tls.key for $name, valid for a year."
