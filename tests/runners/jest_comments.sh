#!/usr/bin/env bash
# =============================================================================
# billing integration runner
#
# Modes: repo (default), cluster
# Cluster variables:
#   BILLING_URL        base URL
#   BILLING_AUTH_TOKEN bearer token
# =============================================================================
set -euo pipefail

SCRIPT_DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
SERVICE_DIR="$(cd "${SCRIPT_DIR}/../.." && pwd)"
REPO_ROOT="$(cd "${SERVICE_DIR}/../.." && pwd)"
SERVICE_NAME="$(basename "${SERVICE_DIR}")"

# 1. mode helper
# shellcheck disable=SC1091
source "${REPO_ROOT}/tools/integration-runner/integration-mode.sh"

# 2. mode
MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

# 3. cluster only
required_vars=(
  BILLING_URL
  BILLING_AUTH_TOKEN
)
if [[ "${INTEGRATION_MODE}" == "cluster" ]]; then
  require_cluster_mode
  missing_vars=()
  for var_name in "${required_vars[@]}"; do
    if [[ -z "${!var_name:-}" ]]; then
      missing_vars+=("${var_name}")
    fi
  done
  if [[ ${#missing_vars[@]} -gt 0 ]]; then
    printf 'Missing required environment variables: %s\n' "${missing_vars[*]}" >&2
    exit 1
  fi
fi

# 4. event
printf '{"event":"integration_test_started","service":"%s","mode":"%s","pid":%d,"started_at":"%s"}\n' "${SERVICE_NAME}" "${MODE}" "$$" "$(date -u +"%Y-%m-%dT%H:%M:%SZ")"

# 5. run
source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path "${SERVICE_NAME}")"
mkdir -p "$(dirname "${JUNIT_PATH}")"

pushd "${SERVICE_DIR}" > /dev/null
JEST_JUNIT_OUTPUT_FILE="${JUNIT_PATH}" \
  pnpm exec jest \
    --config jest.integration.config.ts \
    --runInBand \
    --reporters=default \
    --reporters=jest-junit \
    "$@"
popd > /dev/null
