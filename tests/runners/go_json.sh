#!/usr/bin/env bash
# BILLING_ENDPOINT, BILLING_REGION must be set in cluster mode.
set -eu -o pipefail
ROOT=$(git rev-parse --show-toplevel)
source "$ROOT"/tools/integration-runner/integration-mode.sh
source "$ROOT"/tools/integration-runner/junit-path.sh
MODE=$(integration_mode); export INTEGRATION_MODE=$MODE
required_vars=(BILLING_ENDPOINT BILLING_REGION)
[[ $MODE != cluster ]] || {
  require_cluster_mode
  for v in "${required_vars[@]}"; do
    if ! [[ -v $v ]]; then
      echo "need $v" 1>&2
      exit 1
    fi
  done
}
EVENT=$(jq -cn --arg event integration_test_started --arg mode "$MODE" --arg service billing '{$event, $mode, $service}')
echo "$EVENT"
OUT=$(resolve_junit_path billing)
cd "$ROOT/services/billing"
go test -json -count=1 ./... 2>&1 | go-junit-report -set-exit-code -iocopy -out "$OUT"
exit "${PIPESTATUS[0]}"
