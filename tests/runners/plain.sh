#!/usr/bin/env bash
# Variables: BILLING_HOST BILLING_PORT
set -Eeuo pipefail
cd "$(git rev-parse --show-toplevel)"
source tools/integration-runner/integration-mode.sh
source tools/integration-runner/junit-path.sh
INTEGRATION_MODE="$(integration_mode)"
export INTEGRATION_MODE
declare -a required_vars=(BILLING_{HOST,PORT})
if [[ $INTEGRATION_MODE == cluster ]]; then
  require_cluster_mode "${required_vars[@]}"
  for v in "${required_vars[@]}"; do
    [[ -n ${!v-} ]] || { echo "$v" >&2; exit 1; }
  done
fi
python3 -c 'import json, os; print(json.dumps({"event": "integration_test_started", "mode": os.environ["INTEGRATION_MODE"]}))'
args=(--ci --reporters=default --reporters=jest-junit)
export JEST_JUNIT_OUTPUT_FILE="$(resolve_junit_path billing)"
pnpm --filter @acme/billing exec jest "${args[@]}" | tee jest.log
