#!/usr/bin/env bash
# Needs in cluster mode:
# - BILLING_A
# - BILLING_B
set -euo pipefail
set -a
root=$(git rev-parse --show-toplevel)
source "$root/tools/integration-runner/integration-mode.sh"
INTEGRATION_MODE=$(integration_mode)
set +a
required_vars=()
while IFS= read -r line; do
  required_vars+=("$line")
done < <(printf '%s\n' BILLING_A BILLING_B)
case $INTEGRATION_MODE in
  cluster) require_cluster_mode
    for i in "${!required_vars[@]}"; do
      key="${required_vars[$i]}"
      test -n "$(printenv "$key")" || { echo "no $key" >&2; exit 1; }
    done ;;
esac
node -e 'console.log(JSON.stringify({event: "integration_test_started", mode: process.env.INTEGRATION_MODE}))'
source "$root/tools/integration-runner/junit-path.sh"
p=$(resolve_junit_path billing)
if npm --prefix "$root/services/billing" run test:integration -- --outputFile="$p"; then
  echo "passed"
else
  rc=$?
  echo "failed: $rc" >&2
  exit "$rc"
fi
