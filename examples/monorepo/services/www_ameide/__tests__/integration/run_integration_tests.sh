#!/usr/bin/env bash
# The public site, by its routes.
#
# Required in cluster mode:
#   WWW_AMEIDE_BASE_URL  address of the deployed site
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(WWW_AMEIDE_BASE_URL)
if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  for name in "${required_vars[@]}"; do
    if [[ -z "${!name:-}" ]]; then
      echo "${name} must be set when INTEGRATION_MODE is cluster" >&2
      exit 1
    fi
  done
fi

printf '{"event":"integration_test_started","service":"www_ameide","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path www_ameide)"
cd "${ROOT}/services/www_ameide"
JEST_JUNIT_OUTPUT_FILE="${JUNIT_PATH}" npx jest --ci --runInBand __tests__/integration
