#!/bin/bash
# Runs the integration suite of billing.
# Environment (cluster): BILLING_URL, BILLING_TOKEN
set -e
set -u
set -o pipefail

main() {
  local root mode junit
  root=$(git rev-parse --show-toplevel)
  . "$root/tools/integration-runner/integration-mode.sh"
  . "$root/tools/integration-runner/junit-path.sh"
  mode=$(integration_mode)
  export INTEGRATION_MODE=$mode
  case "$mode" in
    cluster)
      require_cluster_mode
      check_required
      ;;
    *)
      ;;
  esac
  emit "$mode"
  junit=$(resolve_junit_path billing)
  cd "$root/services/billing"
  exec python -m pytest __tests__/integration --junitxml="$junit" -q
}

readonly required_env_vars=("BILLING_URL" "BILLING_TOKEN")

check_required() {
  local missing=()
  local name
  for name in "${required_env_vars[@]}"; do
    [[ -n "${!name:-}" ]] || missing+=("$name")
  done
  if (( ${#missing[@]} > 0 )); then
    printf 'missing: %s\n' "${missing[*]}" >&2
    exit 1
  fi
}

emit() {
  cat <<EOF
{"event": "integration_test_started", "service": "billing", "mode": "$1"}
EOF
}

main "$@"
