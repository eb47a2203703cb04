#!/usr/bin/env bash
set -euo pipefail

# Environment
#   BILLING_URL: …

ROOT="$(git rev-parse --show-toplevel)"
for f in integration-mode junit-path; do . "$ROOT/tools/integration-runner/$f.sh"; done

if ! mode="$(integration_mode)"; then exit 1; fi
export INTEGRATION_MODE="$mode"
required_vars=(
  BILLING_URL
)
check() {
  local var
  for var; do
    [[ ${!var:-} ]] && continue
    echo "missing: $var" >&2
    return 1
  done
}
[[ $mode == cluster ]] && { require_cluster_mode; check "${required_vars[@]}"; }

python3 - "$mode" <<'PY'
import json, sys
print(json.dumps({"event": "integration_test_started", "service": "billing", "mode": sys.argv[1]}))
PY

junit="$(resolve_junit_path billing)"
if command -v pnpm >/dev/null 2>&1; then
  runner=(pnpm exec)
else
  runner=(npx --no-install)
fi
exec "${runner[@]}" jest --outputFile "$junit" --runInBand
