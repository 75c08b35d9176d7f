#!/bin/sh
# Runs a server until it ends by itself or standard input closes. The pipe on standard input is held by the process that
# started us and closes with it, whatever ended it; so a server never outlives its supervisor, not even after kill -9.
# usage: watch.sh FOLDER COMMAND…   FOLDER is removed in the end; empty: nothing is.
folder=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
{
  read -r _ <&3
  kill -INT "$server" 2>/dev/null
} &
watcher=$!
exec 3<&-
wait "$server"
status=$?
kill "$watcher" 2>/dev/null
[ -n "$folder" ] && rm -rf "$folder"
exit "$status"
