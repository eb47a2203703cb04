#!/bin/bash
# BILLING_DSN is required in cluster mode.
set -o errexit
set -o nounset
set -o pipefail

_here="${BASH_SOURCE[0]%/*}"
_root="$(git -C "$_here" rev-parse --show-toplevel 2>/dev/null || (cd "$_here/../../../.." && pwd))"

source "$_root/tools/integration-runner/integration-mode.sh"
source "$_root/tools/integration-runner/junit-path.sh"

function on_error() {
  local exit_code=$?
  echo "integration tests failed with ${exit_code} at line $1" >&2
  exit "${exit_code}"
}
trap 'on_error $LINENO' ERR

function main() {
  local mode
  mode="$(integration_mode)"
  export INTEGRATION_MODE="${mode}"

  if [[ "${mode}" == "cluster" ]]; then
    prepare_cluster
  else
    prepare_repo
  fi

  printf '{"event":"%s","service":"%s","mode":"%s"}\n' "integration_test_started" "billing" "${mode}"

  local report
  report="$(resolve_junit_path billing)"
  run_tests "${report}"
}

function prepare_cluster() {
  local -r required_vars=("BILLING_DSN")
  require_cluster_mode
  local v
  for v in "${required_vars[@]}"; do
    if [[ -z "${!v-}" ]]; then
      echo "::error::${v} is not set" >&2
      return 1
    fi
  done
}

function prepare_repo() {
  export BILLING_DSN="sqlite:///:memory:"
  if [[ ! -d "${_root}/services/billing/__mocks__" ]]; then
    echo "no mocks" >&2
    exit 1
  fi
}

function run_tests() {
  local report="$1"; shift
  cd "${_root}/services/billing"
  uv run pytest __tests__/integration --junitxml="${report}" -p no:cacheprovider "$@"
}

main "$@"
