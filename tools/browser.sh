#!/bin/sh
# Sees to it that there is a Chromium for the tests of the pages: Debian's, where none is installed yet.
set -e
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -q >/dev/null && apt-get install -y -q --no-install-recommends chromium >/dev/null && exit 0
fi
echo "the tests of the pages need Chromium; install it (Debian: apt-get install chromium)" >&2
exit 1
