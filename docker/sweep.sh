#!/bin/bash
# sweep.sh [SWEEP_FILE]: starts a broker and one of each service, has them run a sweep of simulated models to
# its leaderboard, and stops them by SIGTERM. Exit code 0 where all of that went well.
#
# REGATTA       command that is regatta; ./regatta of this checkout where not given
# COORDINATOR, WORKER, AGGREGATOR
#               commands that take the place of "regatta coordinator" and so on
# DATA          directory for Kafka's data, the store and logs; must not exist; a temporary one where not given
# LIMIT         seconds that the sweep may take, 600 where not given
# PORT          first of seven free ports, 28080 where not given
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd -P)
sweep=${1:-$here/../examples/simulated.yaml}
regatta=${REGATTA:-$here/../regatta}
data=${DATA:-$(mktemp -d)/sweep}
port=${PORT:-28080}
kafka=127.0.0.1:$((port + 6))
api=http://127.0.0.1:$port
names=()
pids=()

# serve NAME PORT COMMAND...: starts a process, and returns when it is ready.
serve() {
  local name=$1 http=$2 waited=0
  shift 2
  "$@" --http.port "$http" >"$data/$name.log" 2>&1 &
  names+=("$name")
  pids+=($!)
  until "$here/app/bin/ready" "$http" 2>/dev/null; do
    if [ "$waited" -ge 240 ] || ! kill -0 "${pids[-1]}" 2>/dev/null; then
      echo "$name is not ready:" >&2
      tail -n 20 "$data/$name.log" >&2
      exit 1
    fi
    waited=$((waited + 1))
    sleep 0.5
  done
  echo "$name is ready"
}

# Stops all in reverse order; a service that was told to stop ends with 0.
stop() {
  local last code failed=0
  while [ "${#pids[@]}" -gt 0 ]; do
    last=$((${#pids[@]} - 1))
    code=0
    kill -TERM "${pids[last]}" 2>/dev/null || true
    wait "${pids[last]}" || code=$?
    if [ "$code" -ne 0 ]; then
      echo "${names[last]} ended with $code; its log is in $data" >&2
      failed=1
    fi
    unset 'pids[last]' 'names[last]'
  done
  return "$failed"
}
trap stop EXIT

mkdir -p "$data/store"
chmod 777 "$data/store" # services may be another user's
serve broker $((port + 5)) $regatta broker --data "$data/kafka" --listener.port "${kafka#*:}"
serve coordinator "$port" ${COORDINATOR:-$regatta coordinator} --bootstrap "$kafka" --id coordinator \
  --store "$data/store" --scratch "${SCRATCH:-$data/scratch}"
serve aggregator $((port + 1)) ${AGGREGATOR:-$regatta aggregator} --bootstrap "$kafka" --id aggregator \
  --store "$data/store"
serve fast $((port + 2)) ${WORKER:-$regatta worker} --bootstrap "$kafka" --id fast \
  --model simulated-fast --runtime simulated
serve slow $((port + 3)) ${WORKER:-$regatta worker} --bootstrap "$kafka" --id slow \
  --model simulated-slow --runtime simulated
timeout "${LIMIT:-600}" $regatta submit "$sweep" --server "$api" --wait </dev/null
$regatta results --store "$data/store" </dev/null
trap - EXIT
stop
echo "Every service ended in order."
