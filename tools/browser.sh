#!/bin/sh
# Sees to it that there is a browser for the tests of the pages. Where none is installed: Debian's Chromium without its
# windows, which takes a third less processor time, or else the whole Chromium.
set -e
for name in chromium-headless-shell chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -q >/dev/null
  for package in chromium-headless-shell chromium; do
    apt-get install -y -q --no-install-recommends "$package" >/dev/null 2>&1 && exit 0
  done
fi
echo "the tests of the pages need Chromium; install it (Debian: apt-get install chromium-headless-shell)" >&2
exit 1
