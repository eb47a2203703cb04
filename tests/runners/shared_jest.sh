#!/usr/bin/env bash
# required in cluster mode: BILLING_URL
set -euo pipefail
ROOT_DIR="$(git rev-parse --show-toplevel)"
source "${ROOT_DIR}/tools/integration-runner/integration-mode.sh"
source "${ROOT_DIR}/tools/integration-runner/junit-path.sh"
MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"
required_vars=("BILLING_URL")
if [ "${MODE}" = "cluster" ]; then
    require_cluster_mode
    for required in "${required_vars[@]}"; do
        if [ -z "${!required+x}" ]; then
            echo "ERROR: ${required}" >&2; exit 1
        fi
    done
else
    export BILLING_FIXTURES="${ROOT_DIR}/services/billing/__mocks__/fixtures.ts"
fi
cat <<JSON
{"event":"integration_test_started","mode":"${MODE}","service":"billing","suite":"$(basename "$PWD")"}
JSON
JUNIT="$(resolve_junit_path billing)"
export JUNIT
"${ROOT_DIR}/tools/integration-runner/run-jest-integration.sh" services/billing "${JUNIT}"
