#!/usr/bin/env bash
# What the gateway passes on and what it refuses.
#
# Required in cluster mode:
#   INFERENCE_GATEWAY_URL  address of the deployed gateway
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(INFERENCE_GATEWAY_URL)
if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  for name in "${required_vars[@]}"; do
    if [[ -z "${!name:-}" ]]; then
      echo "${name} must be set when INTEGRATION_MODE is cluster" >&2
      exit 1
    fi
  done
fi

printf '{"event":"integration_test_started","service":"inference_gateway","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path inference_gateway)"
cd "${ROOT}/services/inference_gateway"
go test -json -count=1 ./__tests__/integration | go run "${ROOT}/tools/gotest-junit" inference_gateway "${JUNIT_PATH}"
