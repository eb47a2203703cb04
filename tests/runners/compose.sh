#!/usr/bin/env bash
# Cluster mode needs BILLING_HOST and BILLING_PORT.
set -Eeuo pipefail
shopt -s inherit_errexit nullglob

readonly here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)"
readonly tools="$(git -C "$here" rev-parse --show-toplevel)/tools/integration-runner"

# shellcheck source=/dev/null
{
  source "$tools/integration-mode.sh"
  source "$tools/junit-path.sh"
}

declare MODE
MODE="$(integration_mode)"
export INTEGRATION_MODE="$MODE"

declare -ra required_vars=(
  BILLING_HOST
  BILLING_PORT
)

case "$MODE" in
  cluster)
    require_cluster_mode
    for variable in "${required_vars[@]}"; do
      [[ -v "$variable" && -n "${!variable}" ]] || {
        printf >&2 '%s is required when INTEGRATION_MODE=cluster\n' "$variable"
        exit 1
      }
    done
    ;;
  repo|local)
    docker compose -f "$here/docker-compose.yml" up -d --wait
    trap 'docker compose -f "$here/docker-compose.yml" down -v' EXIT
    ;;
esac

printf '%s\n' '{"event":"integration_test_started","service":"billing","mode":"'"$MODE"'","at":'"$(date +%s)"'}'

report=$(resolve_junit_path billing)
set +e
(
  cd "$here/../.."
  gotestsum --format testname --junitfile "$report" -- -tags=integration ./...
)
status=$?
set -e
if ((status)); then
  echo "suite failed with $status" >&2
fi
exit "$status"
