#!/usr/bin/env bash
# Organizations and members, and how they meet the graph.
#
# Required in cluster mode:
#   PLATFORM_SERVICE_URL  where the platform service answers
#   PLATFORM_GRAPH_URL    where the graph service answers
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(
  PLATFORM_SERVICE_URL
  PLATFORM_GRAPH_URL
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

printf '{"event":"integration_test_started","service":"platform","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path platform)"
"${ROOT}/tools/integration-runner/run-jest-integration.sh" "${ROOT}/services/platform" "${JUNIT_PATH}"
