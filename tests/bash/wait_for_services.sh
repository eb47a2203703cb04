#!/bin/sh
# Waits for what the suite talks to, then runs it.
here=`dirname "$0"`
. $here/../lib/log.sh
timeout=${WAIT_TIMEOUT:-30}

wait_for() {
  host=$1
  port=$2
  tries=0
  until nc -z "$host" "$port" 2>/dev/null; do
    tries=$((tries + 1))
    if [ "$tries" -ge "$timeout" ]; then
      echo "$host:$port does not answer" >&2
      return 1
    elif [ "$tries" -eq 5 ]; then
      log "still waiting for $host"
    else
      sleep 1
    fi
  done
}

for service in api db queue; do
  wait_for $service 8080 && log "$service is up" || exit 1
done

docker ps --format '{{.Names}}' | grep "^$service" | while read -r container; do
  docker logs --tail 5 "$container" > $here/logs/$container.txt 2>&1
done

if docker ps | grep -q api && [ -n "$(docker port api 8080 | head -n 1)" ]; then
  API_URL=http://$(docker port api 8080 | cut -d: -f2)/v1 exec "$@"
fi
{
  echo "nothing runs"
  docker ps -a
} >&2
exit 1
