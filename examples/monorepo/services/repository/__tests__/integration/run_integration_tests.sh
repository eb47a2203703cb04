#!/usr/bin/env bash
# The metamodel and its entries.
#
# Required in cluster mode:
#   REPOSITORY_DATABASE_URL  connection string of the repository's database
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd)"
# shellcheck source=tools/integration-runner/integration-mode.sh
source "${ROOT}/tools/integration-runner/integration-mode.sh"

MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"

required_vars=(REPOSITORY_DATABASE_URL)
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

printf '{"event":"integration_test_started","service":"repository","mode":"%s"}\n' "${MODE}"

# shellcheck source=tools/integration-runner/junit-path.sh
source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT_PATH="$(resolve_junit_path repository)"
"${ROOT}/tools/integration-runner/run-jest-integration.sh" "${ROOT}/services/repository" "${JUNIT_PATH}"
