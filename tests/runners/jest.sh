#!/usr/bin/env bash
#
# Integration tests of billing.
#
# Required in cluster mode:
#   BILLING_GRPC_ADDRESS  address of the gRPC endpoint
#   BILLING_DATABASE_URL  connection string
set -euo pipefail

SCRIPT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
REPO_ROOT="$(git -C "${SCRIPT_DIR}" rev-parse --show-toplevel)"

# shellcheck source=/dev/null
source "${REPO_ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(
  BILLING_GRPC_ADDRESS
  BILLING_DATABASE_URL
)

if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  for var in "${required_vars[@]}"; do
    if [[ -z "${!var:-}" ]]; then
      echo "missing ${var}" >&2
      exit 1
    fi
  done
fi

printf '{"event":"integration_test_started","service":"billing","mode":"%s"}\n' "${MODE}"

source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path billing)"
export JEST_JUNIT_OUTPUT_FILE="${JUNIT_PATH}"

cd "${REPO_ROOT}/services/billing"
pnpm exec jest --config jest.integration.config.ts --ci --runInBand
