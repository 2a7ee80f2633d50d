#!/bin/sh
# Sees to it that there is a PgBouncer for the tests of the pooler: Debian's, where none is installed yet.
set -e
for name in pgbouncer /usr/sbin/pgbouncer; do
  command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -q >/dev/null
  # The tests start their own: Debian's must not start a service here.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends pgbouncer >/dev/null && exit 0
fi
echo "the tests of the pooler need PgBouncer; install it (Debian: apt-get install pgbouncer)" >&2
exit 1
