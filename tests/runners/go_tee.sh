#!/usr/bin/env bash
# Requires (cluster): BILLING_ADDR BILLING_TLS_CA
set -euo pipefail

cd "$(dirname "$0")/../../../.."
. ./tools/integration-runner/integration-mode.sh
. ./tools/integration-runner/junit-path.sh

MODE="$(integration_mode)"
export INTEGRATION_MODE="$MODE"

required_vars=(BILLING_ADDR BILLING_TLS_CA)

if [ "$MODE" = "cluster" ]; then
	require_cluster_mode
	ok=true
	for name in "${required_vars[@]}"; do
		if [ -z "$(eval echo "\${$name:-}")" ]; then
			echo "missing $name" >&2
			ok=false
		fi
	done
	$ok || exit 1
fi

jq --null-input --compact-output \
	--arg event "integration_test_started" \
	--arg mode "$MODE" \
	--arg service "billing" \
	'{event: $event, mode: $mode, service: $service}'

export JUNIT_FILE
JUNIT_FILE="$(resolve_junit_path billing)"

cd services/billing/__tests__/integration
exit_code=0
go test -v -count=1 -race ./... 2>&1 | tee out.txt || exit_code=$?
go-junit-report <"out.txt" >"$JUNIT_FILE" || true
exit "$exit_code"
