#!/usr/bin/env bash
# Provisioning of an organization, as a workflow.
#
# Required in cluster mode:
#   WORKFLOWS_RUNTIME_TEMPORAL_ADDRESS    host and port of Temporal
#   WORKFLOWS_RUNTIME_TEMPORAL_NAMESPACE  namespace of the deployed worker
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(
  WORKFLOWS_RUNTIME_TEMPORAL_ADDRESS
  WORKFLOWS_RUNTIME_TEMPORAL_NAMESPACE
)
if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  missing=()
  for name in "${required_vars[@]}"; do
    [[ -n "${!name:-}" ]] || missing+=("${name}")
  done
  if ((${#missing[@]} > 0)); then
    echo "missing in cluster mode: ${missing[*]}" >&2
    exit 1
  fi
fi

printf '{"event":"integration_test_started","service":"workflows_runtime","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path workflows_runtime)"
cd "${ROOT}/services/workflows_runtime"
pytest __tests__/integration --junitxml="${JUNIT_PATH}"
