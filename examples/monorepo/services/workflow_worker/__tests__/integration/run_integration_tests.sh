#!/usr/bin/env bash
# Activities of the worker and their status updates.
#
# Required in cluster mode:
#   WORKFLOW_WORKER_TEMPORAL_ADDRESS     host and port of Temporal
#   WORKFLOW_WORKER_TEMPORAL_TASK_QUEUE  task queue of the deployed worker
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(
  WORKFLOW_WORKER_TEMPORAL_ADDRESS
  WORKFLOW_WORKER_TEMPORAL_TASK_QUEUE
)
if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  for name in "${required_vars[@]}"; do
    if [[ -z "${!name:-}" ]]; then
      echo "${name} must be set when INTEGRATION_MODE is cluster" >&2
      exit 1
    fi
  done
fi

printf '{"event":"integration_test_started","service":"workflow_worker","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path workflow_worker)"
cd "${ROOT}/services/workflow_worker"
python -m pytest __tests__/integration --junitxml="${JUNIT_PATH}"
