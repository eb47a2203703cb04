#!/usr/bin/env bash
# BILLING_URL
set -euo pipefail
top="$(git rev-parse --show-toplevel)"
lib="${top}/tools/integration-runner"
# shellcheck source=tools/integration-runner/integration-mode.sh
. "${lib}/integration-mode.sh"
MODE="$(integration_mode)"
INTEGRATION_MODE="${MODE}"; export INTEGRATION_MODE
required_env_vars=( BILLING_URL )
if [[ "$INTEGRATION_MODE" = "cluster" ]]
then
  require_cluster_mode
  for e in ${required_env_vars[*]}
  do
    [ -n "${!e:-}" ] || missing="${missing:-} $e"
  done
  [ -z "${missing:-}" ] || { echo "missing ${missing}" >&2 && exit 1; }
fi
printf '%s\n' "{\"event\": \"integration_test_started\", \"mode\": \"${MODE}\"}" | tee -a "${top}/events.log"
. "${lib}/junit-path.sh"
( cd "$top/services/billing" && poetry run pytest -m "not slow" --junitxml="$(resolve_junit_path billing)" ) &
pid=$!
wait "$pid"
