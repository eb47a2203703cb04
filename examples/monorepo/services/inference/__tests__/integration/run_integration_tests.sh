#!/usr/bin/env bash
# Completions over HTTP, gRPC and WebSocket.
#
# Required in cluster mode:
#   INFERENCE_HTTP_URL       base URL of the HTTP API
#   INFERENCE_GRPC_ADDRESS   host and port of the gRPC API
#   INFERENCE_WEBSOCKET_URL  address of the token stream
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(
  INFERENCE_HTTP_URL
  INFERENCE_GRPC_ADDRESS
  INFERENCE_WEBSOCKET_URL
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

printf '{"event":"integration_test_started","service":"inference","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path inference)"
cd "${ROOT}/services/inference"
python -m pytest __tests__/integration --junitxml="${JUNIT_PATH}"
