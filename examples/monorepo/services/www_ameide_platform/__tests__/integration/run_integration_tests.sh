#!/usr/bin/env bash
# The portal's server side.
#
# Required in cluster mode:
#   WWW_AMEIDE_PLATFORM_API_URL  address of the platform's API
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(WWW_AMEIDE_PLATFORM_API_URL)
if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  for name in "${required_vars[@]}"; do
    if [[ -z "${!name:-}" ]]; then
      echo "${name} must be set when INTEGRATION_MODE is cluster" >&2
      exit 1
    fi
  done
fi

printf '{"event":"integration_test_started","service":"www_ameide_platform","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path www_ameide_platform)"
cd "${ROOT}/services/www_ameide_platform"
export JEST_JUNIT_OUTPUT_FILE="${JUNIT_PATH}"
pnpm exec jest --ci --runInBand __tests__/integration
