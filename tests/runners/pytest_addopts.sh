#!/usr/bin/env bash
# BILLING_URL - where
set -euo pipefail
ROOT=$(git rev-parse --show-toplevel)
source "$ROOT/tools/integration-runner/integration-mode.sh"
MODE=$(integration_mode)
export INTEGRATION_MODE=${MODE}
required_vars=(BILLING_URL)
if test "$MODE" = cluster
then
  require_cluster_mode
  for x in "${required_vars[@]}"
  do
    if test -z "${!x:-}"
    then
      echo "set $x" 1>&2
      exit 1
    fi
  done
fi
emit() {
  local fmt='{"event":"integration_test_started","service":"%s","mode":"%s"}\n'
  # shellcheck disable=SC2059
  printf "$fmt" billing "$1"
}
emit "$MODE" | tee /dev/stderr >/dev/null
source "$ROOT/tools/integration-runner/junit-path.sh"
JUNIT=$(resolve_junit_path billing)
attempt=0
cd "$ROOT/services/billing"
PYTEST_ADDOPTS="--junitxml=$JUNIT" poetry run pytest -q __tests__/integration
