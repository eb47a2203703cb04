#!/usr/bin/env bash
# shellcheck shell=bash
# BILLING_A BILLING_B
set -euo pipefail

root() { git rev-parse --show-toplevel; }
# shellcheck disable=SC1090
source "$(root)/tools/integration-runner/integration-mode.sh"
# shellcheck disable=SC1090
source "$(root)/tools/integration-runner/junit-path.sh"

export INTEGRATION_MODE
INTEGRATION_MODE="$(integration_mode)"

required_vars=(BILLING_A BILLING_B)
if [[ "$INTEGRATION_MODE" == cluster ]]; then
  require_cluster_mode
  for name in "${required_vars[@]}"; do
    value="${!name-}"
    [[ -z $value ]] && { echo "ERROR: $name" >&2; exit 1; }
  done
fi

echo "{\"event\": \"integration_test_started\", \"mode\": \"$INTEGRATION_MODE\", \"service\": \"billing\"}" >&2

make -C "$(root)" test-integration SERVICE=billing JUNIT="$(resolve_junit_path billing)"
