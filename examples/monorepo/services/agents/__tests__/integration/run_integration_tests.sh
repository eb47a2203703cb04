#!/usr/bin/env bash
# The registry of agents, as its callers see it.
#
# Required in cluster mode:
#   AGENTS_GRPC_ADDRESS  base URL of the agents service
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(AGENTS_GRPC_ADDRESS)
if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  for name in "${required_vars[@]}"; do
    if [[ -z "${!name:-}" ]]; then
      echo "${name} must be set when INTEGRATION_MODE is cluster" >&2
      exit 1
    fi
  done
fi

printf '{"event":"integration_test_started","service":"agents","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path agents)"
cd "${ROOT}/services/agents"
go test -json -count=1 ./__tests__/integration | go run "${ROOT}/tools/gotest-junit" agents "${JUNIT_PATH}"
