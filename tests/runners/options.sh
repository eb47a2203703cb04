#!/usr/bin/env bash
# Env: BILLING_URL
set -euo pipefail
[[ "${TRACE:-}" == 1 ]] && set -x
usage() { echo "usage: $0 [--watch]"; }
WATCH=false
while [[ $# -gt 0 ]]; do
  case "$1" in
    --watch) WATCH=true; shift ;;
    -h|--help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done
REPO="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../../" && pwd)"
source "$REPO/tools/integration-runner/integration-mode.sh"
source "$REPO/tools/integration-runner/junit-path.sh"
MODE="$(integration_mode)"
export INTEGRATION_MODE="$MODE"
required_vars=("BILLING_URL")
if [[ "$MODE" == "cluster" ]]; then
  require_cluster_mode
  for v in "${required_vars[@]}"; do [[ -n "${!v:-}" ]] || { echo "missing $v"; exit 1; }; done
fi
if command -v jq >/dev/null; then
  jq -nc --arg m "$MODE" '{event:"integration_test_started",mode:$m}'
else
  echo '{"event":"integration_test_started","mode":"'"$MODE"'"}'
fi
J="$(resolve_junit_path billing)"
args=(--ci --outputFile="$J")
if [[ "$WATCH" == true ]]; then args+=(--watch); fi
cd "$REPO/services/billing" && pnpm exec vitest run "${args[@]}"
