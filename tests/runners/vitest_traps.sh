#!/usr/bin/env bash
#
# billing integration tests
#
# Env:
#   BILLING_{HOST,PORT}
#
set -o errexit
set -o nounset
set -o pipefail

repo="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../.." && pwd -P)"
. "${repo}/tools/integration-runner/integration-mode.sh"

mode="$(integration_mode)" || exit 1
declare -x INTEGRATION_MODE="$mode"

required_vars=(BILLING_HOST)
required_vars+=(BILLING_PORT)

tmp="$(mktemp -d)"
cleanup() {
  local code=$?
  rm -rf -- "$tmp"
  [[ -n "${server:-}" ]] && kill "$server" 2>/dev/null || true
  exit "$code"
}
trap cleanup EXIT INT TERM

case "${mode,,}" in
cluster)
  require_cluster_mode
  missing=""
  for name in "${required_vars[@]}"; do
    eval "value=\${$name:-}"
    if [ -z "$value" ]; then missing="$missing $name"; fi
  done
  if [ -n "$missing" ]; then
    echo "missing:$missing" >&2
    exit 1
  fi
  ;;
repo | local)
  node "$repo/services/billing/__mocks__/server.js" >"$tmp/server.log" 2>&1 &
  server=$!
  ;;
*)
  echo "unsupported mode: $mode" >&2
  exit 1
  ;;
esac

echo '{"event":"integration_test_started","service":"billing","mode":"'"$mode"'"}'

source "${repo}/tools/integration-runner/junit-path.sh"
report="$(resolve_junit_path billing)"
cmd=(pnpm --dir "$repo/services/billing" exec vitest run --config vitest.integration.config.ts)
cmd+=(--reporter=default --reporter=junit "--outputFile.junit=$report")
"${cmd[@]}"
