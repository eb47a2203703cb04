"""Runners put together from parts, each part in many forms: what people write for one step must not disturb what is known of another."""

from __future__ import annotations

import pytest

from lint430 import engine

RUNNER = "services/billing/__tests__/integration/run_integration_tests.sh"
START = """#!/usr/bin/env bash
# BILLING_URL
set -euo pipefail
ROOT="$(git rev-parse --show-toplevel)"
source "${ROOT}/tools/integration-runner/integration-mode.sh"
"""
MODE = """MODE="$(integration_mode)"
export INTEGRATION_MODE="${MODE}"
"""
CHECKS = """required_vars=(BILLING_URL)
if [[ "${MODE}" == "cluster" ]]; then
  require_cluster_mode
  for v in "${required_vars[@]}"; do
    [[ -n "${!v:-}" ]] || { echo "missing ${v}" >&2; exit 1; }
  done
fi
"""
EVENT = """printf '{"event":"integration_test_started","mode":"%s"}\\n' "${MODE}"
"""
REPORT = """source "${ROOT}/tools/integration-runner/junit-path.sh"
JUNIT="$(resolve_junit_path billing)"
"""
SUITE = """cd "${ROOT}/services/billing"
pnpm exec jest --outputFile="${JUNIT}"
"""
VARIANTS = [
    ("ok", START + MODE + CHECKS + EVENT + REPORT + SUITE, []),
    (
        "while",
        START
        + MODE
        + """required_vars=(BILLING_URL)
if [[ $MODE == cluster ]]; then
  require_cluster_mode
  i=0
  while (( i < ${#required_vars[@]} )); do
    v="${required_vars[i]}"
    if [[ -z "${!v:-}" ]]; then exit 1; fi
    i=$((i + 1))
  done
fi
"""
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    ("comparison reversed", START + MODE + CHECKS.replace('"${MODE}" == "cluster"', '"cluster" == "${MODE}"') + EVENT + REPORT + SUITE, []),
    ("regex", START + MODE + CHECKS.replace('[[ "${MODE}" == "cluster" ]]', '[[ "${MODE}" =~ ^cluster$ ]]') + EVENT + REPORT + SUITE, []),
    (
        "not repo",
        START
        + MODE
        + CHECKS.replace('[[ "${MODE}" == "cluster" ]]', '[[ "${MODE}" != "repo" && "${MODE}" != "local" ]]')
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "bool var",
        START
        + MODE
        + 'IS_CLUSTER=false\n[[ "$MODE" == "cluster" ]] && IS_CLUSTER=true\n'
        + CHECKS.replace('[[ "${MODE}" == "cluster" ]]', '"$IS_CLUSTER"')
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "bool var2",
        START
        + MODE
        + 'if [ "$MODE" = cluster ]; then is_cluster=1; else is_cluster=0; fi\n'
        + CHECKS.replace('[[ "${MODE}" == "cluster" ]]', "(( is_cluster ))")
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    ("grep", START + MODE + CHECKS.replace('[[ "${MODE}" == "cluster" ]]', 'echo "$MODE" | grep -q cluster') + EVENT + REPORT + SUITE, []),
    (
        "indirect decl",
        START
        + MODE
        + """declare -a required_vars
required_vars=( "BILLING_URL" )
if [ "$MODE" == "cluster" ]; then
  require_cluster_mode
  for var in "${required_vars[@]}"; do
    declare -n ref="$var"
    if [ -z "${ref:-}" ]; then echo "x"; exit 1; fi
  done
fi
"""
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "helper fn require_env",
        START
        + MODE
        + """required_vars=(BILLING_URL)
require_env() {
  if [[ -z "${!1:-}" ]]; then
    echo "missing $1" >&2
    exit 1
  fi
}
if [[ $MODE == cluster ]]; then
  require_cluster_mode
  for v in "${required_vars[@]}"; do require_env "$v"; done
fi
"""
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "arg array expansions",
        START
        + MODE
        + """required_vars=(BILLING_URL)
if [[ $MODE == cluster ]]; then
  require_cluster_mode "${required_vars[@]}"
fi
"""
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev date",
        START
        + MODE
        + CHECKS
        + """echo "{\\"event\\":\\"integration_test_started\\",\\"mode\\":\\"${MODE}\\",\\"timestamp\\":\\"$(date -Iseconds)\\",\\"pid\\":$$,\\"commit\\":\\"$(git rev-parse HEAD)\\"}"
"""
        + REPORT
        + SUITE,
        [],
    ),
    ("ev fd3", START + MODE + CHECKS + "exec 3>&1\n" + EVENT.rstrip() + " >&3\n" + REPORT + SUITE, []),
    (
        "ev concat",
        START
        + MODE
        + CHECKS
        + """msg='{"event":"integration_test_started"'
msg+=',"mode":"'"$MODE"'"}'
echo "$msg"
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev jq pipe",
        START
        + MODE
        + CHECKS
        + """echo "{\\"event\\":\\"integration_test_started\\",\\"mode\\":\\"$MODE\\"}" | jq -c .
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev heredoc jq",
        START
        + MODE
        + CHECKS
        + """jq -c . <<EOF
{
  "event": "integration_test_started",
  "mode": "${MODE}"
}
EOF
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev heredoc tr",
        START
        + MODE
        + CHECKS
        + """tr -d '\\n' <<EOF
{
  "event": "integration_test_started",
  "mode": "${MODE}"
}
EOF
echo
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev jq args",
        START
        + MODE
        + CHECKS
        + """jq -cn '{event: "integration_test_started", mode: env.INTEGRATION_MODE}'
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev jq named",
        START
        + MODE
        + CHECKS
        + """jq -cn --arg event integration_test_started --arg mode "$MODE" '$ARGS.named'
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev fn json_escape",
        START
        + MODE
        + CHECKS
        + """log_event() {
  local event="$1" mode="$2"
  printf '{"event":"%s","service":"billing","mode":"%s","ts":%s}\\n' "$event" "$mode" "$(date +%s)"
}
log_event integration_test_started "$MODE"
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev kv fn",
        START
        + MODE
        + CHECKS
        + """emit() {
  local out="{" sep=""
  while [ $# -gt 0 ]; do
    out+="${sep}\\"$1\\":\\"$2\\""
    sep=","
    shift 2
  done
  printf '%s}\\n' "$out"
}
emit event integration_test_started mode "$MODE"
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev node print",
        START
        + MODE
        + CHECKS
        + """node -p 'JSON.stringify({event:"integration_test_started",mode:process.env.INTEGRATION_MODE})'
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev to both",
        START
        + MODE
        + CHECKS
        + """printf '{"event":"integration_test_started","mode":"%s"}\\n' "${MODE}" | tee "${ROOT}/ev.json" >&2
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "ev mode read only env",
        START
        + MODE
        + CHECKS
        + """echo '{"event":"integration_test_started","mode":"'${INTEGRATION_MODE}'"}'
"""
        + REPORT
        + SUITE,
        [],
    ),
    (
        "lower",
        START
        + """INTEGRATION_MODE="$(integration_mode)"
export INTEGRATION_MODE
MODE="${INTEGRATION_MODE,,}"
readonly MODE
"""
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    ("positional arg forwarded", START + MODE + CHECKS + EVENT + REPORT + SUITE.replace('"${JUNIT}"', '"${JUNIT}" "${@}"'), []),
    ("xtrace", START + MODE + 'if [[ "${DEBUG:-}" == "1" ]]; then set -x; fi\n' + CHECKS + EVENT + REPORT + SUITE, []),
    (
        "CI bare",
        '#!/usr/bin/env bash\n# BILLING_URL\nset -euo pipefail\nROOT="${GITHUB_WORKSPACE:-$(git rev-parse --show-toplevel)}"\n'
        + START.split("\n", 4)[4]
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [("ITM407", 4)],
    ),
    (
        "docker compose arm",
        START
        + MODE
        + CHECKS
        + """if [[ "$MODE" != "cluster" ]]; then
  docker compose up -d
  trap 'docker compose down' EXIT
  until curl -fsS localhost:8080/healthz; do sleep 1; done
fi
"""
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    ("unset toggles", START + MODE + CHECKS + "unset JEST_EXTRA_ARGS RUN_INTEGRATION_TESTS\n" + EVENT + REPORT + SUITE, []),
    ("time", START + MODE + CHECKS + EVENT + REPORT + "start=$SECONDS\n" + SUITE + 'echo "took $((SECONDS - start))s"\n', []),
    (
        "make fixtures",
        START + MODE + CHECKS + 'if [[ "$MODE" == repo ]]; then make -C services/billing mocks; fi\n' + EVENT + REPORT + SUITE,
        [],
    ),
    (
        "mocks env",
        START
        + MODE
        + """required_vars=(BILLING_URL)
case "$MODE" in
cluster)
  require_cluster_mode
  for v in "${required_vars[@]}"; do [[ -n "${!v:-}" ]] || { echo "$v missing"; exit 1; }; done
  ;;
*)
  export BILLING_URL="http://127.0.0.1:0"
  ;;
esac
"""
        + EVENT
        + REPORT
        + SUITE.replace("pnpm", 'BASE="$BILLING_URL" pnpm'),
        [],
    ),
    (
        "uses var after cluster guard",
        START + MODE + CHECKS + EVENT + REPORT + 'if [[ $MODE == cluster ]]; then echo "against $BILLING_URL" >&2; fi\n' + SUITE,
        [],
    ),
    (
        "suite rc fn",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + """run() { "$@"; }
run pnpm exec jest --ci --outputFile "$JUNIT"
""",
        [],
    ),
    (
        "suite rc fn hidden",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + """run() { "$@" || echo "failed: $*"; }
run pnpm exec jest --ci --outputFile "$JUNIT"
""",
        [("ITM412", 18)],
    ),
    (
        "retry",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + """n=0
until pnpm exec jest --ci --outputFile "$JUNIT"; do
  n=$((n + 1))
  if (( n >= 3 )); then exit 1; fi
  sleep 5
done
""",
        [],
    ),
    (
        "go list",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + """pkgs=$(go list ./...)
go test -count=1 $pkgs 2>&1 | tee out.txt
""",
        [],
    ),
    (
        "find exec",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + """mapfile -t files < <(find . -name '*.test.ts')
pnpm exec jest "${files[@]}" --outputFile "$JUNIT"
""",
        [],
    ),
    (
        "sub dir custom suite script",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + """"${ROOT}/services/billing/scripts/itest" --junit "$JUNIT" || true
""",
        [("ITM412", 18)],
    ),
    (
        "coverage tail",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE
        + """go tool cover -func=c.out || true
""",
        [],
    ),
    (
        "return code main",
        START
        + """main() {
"""
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE
        + """}
if [[ "${BASH_SOURCE[0]}" == "${0}" ]]; then
  main "$@"
fi
""",
        [],
    ),
    (
        "log fn with color",
        START
        + MODE
        + """readonly RED=$'\\e[31m' NC=$'\\e[0m'
log_error() { echo -e "${RED}[ERROR]${NC} $*" >&2; }
"""
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "local mode refused",
        START + MODE + 'if [[ $MODE == local ]]; then echo "use repo" >&2; exit 1; fi\n' + CHECKS + EVENT + REPORT + SUITE,
        [],
    ),
    (
        "bash version",
        START.replace("ROOT=", 'if (( BASH_VERSINFO[0] < 4 )); then echo "bash 4" >&2; exit 1; fi\nROOT=')
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "deps check",
        START
        + MODE
        + CHECKS
        + 'for cmd in jq pnpm; do command -v "$cmd" >/dev/null 2>&1 || { echo "need $cmd" >&2; exit 1; }; done\n'
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "node_modules check",
        START + MODE + CHECKS + '[[ -d node_modules ]] || { echo "run pnpm install first" >&2; exit 1; }\n' + EVENT + REPORT + SUITE,
        [],
    ),
    (
        "pushd popd",
        START + MODE + CHECKS + EVENT + REPORT + "pushd services/billing >/dev/null || exit 1\npnpm exec jest\npopd >/dev/null || exit 1\n",
        [],
    ),
    (
        "printf to stderr missing in cluster",
        START + MODE + CHECKS.replace("fi\n", "else\n  " + EVENT + "fi\n") + REPORT + SUITE,
        [("ITM406", 15)],
    ),
]


@pytest.mark.parametrize(("script", "expected"), [pytest.param(script, expected, id=title) for title, script, expected in VARIANTS])
def test_a_variant(script: str, expected: list[tuple[str, int]]) -> None:
    outcome = engine.check_sources({RUNNER: script}, executable=[RUNNER])
    assert not outcome.failures
    assert [(f.code, f.span.line) for f in outcome.run.findings if f.code.startswith("ITM4")] == expected
