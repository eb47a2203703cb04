#!/usr/bin/env bash
# Integration runner for billing
# ------------------------------
# BILLING_API_URL   - API under test
# BILLING_API_KEY   - key
set -euo pipefail
IFS=$'\n\t'

readonly SERVICE="billing"
readonly DIR="$( cd -- "$( dirname -- "${BASH_SOURCE[0]:-$0}" )" &> /dev/null && pwd )"
readonly ROOT="${DIR%/services/*}"
readonly HELPERS="${ROOT}/tools/integration-runner"

log() { printf '[%s] %s\n' "$(date -u +%FT%TZ)" "$*" >&2; }
die() { log "ERROR: $*"; exit 1; }

for helper in integration-mode.sh junit-path.sh; do
  [[ -f "${HELPERS}/${helper}" ]] || die "missing ${helper}"
  # shellcheck disable=SC1090
  source "${HELPERS}/${helper}"
done

resolve_mode() {
  local resolved
  resolved="$(integration_mode)" || die "unknown mode"
  printf '%s' "${resolved}"
}

MODE="$(resolve_mode)"
readonly MODE
export INTEGRATION_MODE="${MODE}"

required_vars=(
  "BILLING_API_URL" # the URL
  "BILLING_API_KEY"
)

is_cluster() { [[ "${MODE}" == "cluster" ]]; }

assert_env() {
  local name missing=0
  for name in "$@"; do
    if [[ -z "${!name:-}" ]]; then
      log "missing ${name}"
      missing=$((missing + 1))
    fi
  done
  if [[ ${missing} -ne 0 ]]; then
    die "${missing} variable(s) missing"
  fi
}

if is_cluster; then
  require_cluster_mode
  assert_env "${required_vars[@]}"
fi

start_event() {
  local ts
  ts="$(date -u +%FT%TZ)"
  echo "{\"event\":\"integration_test_started\",\"service\":\"${SERVICE}\",\"mode\":\"${1}\",\"ts\":\"${ts}\"}"
}
start_event "${MODE}"

JUNIT_XML="$(resolve_junit_path "${SERVICE}")"
mkdir -p "$(dirname "${JUNIT_XML}")"

pushd "${ROOT}/services/billing" >/dev/null
status=0
uv run --frozen pytest __tests__/integration -ra --junitxml "${JUNIT_XML}" || status=$?
popd >/dev/null
log "done (${status})"
exit "${status}"
