#!/usr/bin/env bash
# BILLING_ADDR: where billing listens
set -o errexit -o nounset -o pipefail

here=$(dirname "$0")
helpers="$here/../../../../tools/integration-runner"
. "$helpers/integration-mode.sh"
. "$helpers/junit-path.sh"

if ! MODE=$(integration_mode); then
  echo "bad mode" >&2
  exit 1
fi
INTEGRATION_MODE=$MODE
export INTEGRATION_MODE

PREFIX=BILLING
required_vars=("${PREFIX}_ADDR")
if [ "$MODE" = cluster ]; then
  require_cluster_mode
  for v in "${required_vars[@]}"; do
    : "${!v:?$v is required in cluster mode}"
  done
else
  mock_pid=""
  go run ./mockserver &
  mock_pid=$!
  trap 'kill "$mock_pid"' EXIT
fi

jq -nc --arg mode "$MODE" --arg service billing '{event: "integration_test_started", service: $service, mode: $mode}' >&2

junit=$(resolve_junit_path billing)
set +e
gotestsum --junitfile "$junit" -- ./... -count=1
rc=$?
set -e
exit "$rc"
