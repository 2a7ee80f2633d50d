#!/bin/sh
# Runs a command with its temporary files in memory, if 4 GB are free there and programs may run from it; on disk
# otherwise. The tests commit thousands of times, and each commit waits for the disk.
free=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
available=$(awk '/^MemAvailable/ { print $2 }' /proc/meminfo 2>/dev/null)
if [ "${free:-0}" -gt 4000000 ] && [ "${available:-0}" -gt 8000000 ] &&
  directory=$(mktemp -d /dev/shm/w.XXXXXX); then
  trap 'rm -rf "$directory"' EXIT
  trap 'exit 130' INT TERM
  probe="$directory/probe"
  printf '#!/bin/sh\n' >"$probe" && chmod +x "$probe"
  if "$probe" 2>/dev/null; then
    TMPDIR=$directory
    export TMPDIR
  fi
fi
"$@"
