#!/usr/bin/env bash
# Runs of agents and the artifacts they leave.
#
# Required in cluster mode:
#   AGENTS_RUNTIME_GRPC_ADDRESS         base URL of the runtime service
#   AGENTS_RUNTIME_AGENTS_GRPC_ADDRESS  base URL of the agents service
#   AGENTS_RUNTIME_MINIO_ENDPOINT       host and port of MinIO
#   AGENTS_RUNTIME_MINIO_ACCESS_KEY     access key of the artifacts bucket
#   AGENTS_RUNTIME_MINIO_SECRET_KEY     secret key of the artifacts bucket
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(
  AGENTS_RUNTIME_GRPC_ADDRESS
  AGENTS_RUNTIME_AGENTS_GRPC_ADDRESS
  AGENTS_RUNTIME_MINIO_ENDPOINT
  AGENTS_RUNTIME_MINIO_ACCESS_KEY
  AGENTS_RUNTIME_MINIO_SECRET_KEY
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

printf '{"event":"integration_test_started","service":"agents_runtime","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path agents_runtime)"
cd "${ROOT}/services/agents_runtime"
python -m pytest __tests__/integration --junitxml="${JUNIT_PATH}"
