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
    ("braces true", START + MODE + CHECKS + EVENT + REPORT + '{ pnpm exec jest --outputFile="${JUNIT}"; } || true\n', [("ITM412", 18)]),
    (
        "or block",
        START + MODE + CHECKS + EVENT + REPORT + 'pnpm exec jest --outputFile="${JUNIT}" || { echo "tests failed"; }\n',
        [("ITM412", 18)],
    ),
    (
        "or return 0",
        START + MODE + CHECKS + EVENT + REPORT + 'run() {\n  pnpm exec jest --outputFile="${JUNIT}" || return 0\n}\nrun\n',
        [("ITM412", 19)],
    ),
    (
        "if else echo",
        START + MODE + CHECKS + EVENT + REPORT + 'if pnpm exec jest --outputFile="${JUNIT}"; then\n  echo ok\nelse\n  echo failed\nfi\n',
        [("ITM412", 18)],
    ),
    (
        "wait true",
        START + MODE + CHECKS + EVENT + REPORT + 'pnpm exec jest --outputFile="${JUNIT}" &\npid=$!\nwait "$pid" || true\n',
        [("ITM412", 20)],
    ),
    (
        "err trap",
        START + MODE + CHECKS + EVENT + REPORT + "trap 'exit 0' ERR\npnpm exec jest --outputFile=\"${JUNIT}\"\n",
        [("ITM412", 18)],
    ),
    ("err trap ok", START + MODE + CHECKS + EVENT + REPORT + "trap 'echo failed >&2' ERR\npnpm exec jest --outputFile=\"${JUNIT}\"\n", []),
    (
        "err trap exit",
        START + MODE + CHECKS + EVENT + REPORT + "trap 'rc=$?; echo failed >&2; exit $rc' ERR\npnpm exec jest --outputFile=\"${JUNIT}\"\n",
        [],
    ),
    (
        "exit trap fn zero",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + 'finish() { rm -f x; exit 0; }\ntrap finish EXIT\npnpm exec jest --outputFile="${JUNIT}"\n',
        [("ITM412", 19)],
    ),
    (
        "two suites 1 hidden",
        START + MODE + CHECKS + EVENT + REPORT + 'go test ./a || true\npnpm exec jest --outputFile="${JUNIT}"\n',
        [("ITM412", 18)],
    ),
    (
        "two suites ok",
        START + MODE + CHECKS + EVENT + REPORT + 'rc=0\ngo test ./a || rc=$?\npnpm exec jest --outputFile="${JUNIT}" || rc=$?\nexit $rc\n',
        [],
    ),
    (
        "two suites lost",
        START + MODE + CHECKS + EVENT + REPORT + 'rc=0\ngo test ./a || rc=1\npnpm exec jest --outputFile="${JUNIT}"\nrc=$?\nexit $rc\n',
        [("ITM412", 19)],
    ),
    (
        "tee no pipefail sub",
        START + MODE + CHECKS + EVENT + REPORT + 'set +o pipefail\npnpm exec jest --outputFile="${JUNIT}" | tee log\nset -o pipefail\n',
        [("ITM412", 19)],
    ),
    ("process subst tee", START + MODE + CHECKS + EVENT + REPORT + 'pnpm exec jest --outputFile="${JUNIT}" > >(tee log) 2>&1\n', []),
    (
        "subshell set +e",
        START + MODE + CHECKS + EVENT + REPORT + '(\n  set +e\n  pnpm exec jest --outputFile="${JUNIT}"\n  echo done\n)\n',
        [("ITM412", 19)],
    ),
    (
        "if status",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + 'set +e\npnpm exec jest --outputFile="${JUNIT}"\nrc=$?\nset -e\nif [[ $rc -ne 0 ]]; then\n  echo "failed"\nfi\n',
        [("ITM412", 18)],
    ),
    (
        "if status exits",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + 'set +e\npnpm exec jest --outputFile="${JUNIT}"\nrc=$?\nset -e\nif [[ $rc -ne 0 ]]; then\n  echo "failed"\n  exit 1\nfi\n',
        [],
    ),
    (
        "multi line true",
        START + MODE + CHECKS + EVENT + REPORT + 'pnpm exec jest \\\n  --ci \\\n  --outputFile="$JUNIT" \\\n  || true\n',
        [("ITM412", 21)],
    ),
    ("semi true", START + MODE + CHECKS + EVENT + REPORT + 'pnpm exec jest --outputFile="${JUNIT}"; true\n', []),
    ("set +e only end", START + MODE + CHECKS + EVENT + REPORT + 'set +e\npnpm exec jest --outputFile="${JUNIT}"\n', []),
    (
        "set +e rc upload",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + 'set +e\npnpm exec jest --outputFile="${JUNIT}"\nstatus=$?\nset -e\ncurl -fsS -T "$JUNIT" https://x || true\nexit "${status}"\n',
        [],
    ),
    (
        "return status main",
        START
        + "main() {\n"
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + '  local rc=0\n  pnpm exec jest --outputFile="${JUNIT}" || rc=$?\n  return "$rc"\n}\nmain "$@"\n',
        [],
    ),
    (
        "return status main lost",
        START
        + "main() {\n"
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + '  local rc=0\n  pnpm exec jest --outputFile="${JUNIT}" || rc=$?\n  return "$rc"\n}\nmain "$@" || echo bad\n',
        [("ITM412", 7), ("ITM412", 23)],
    ),
    ("make true", START + MODE + CHECKS + EVENT + REPORT + 'make test-integration JUNIT="$JUNIT" || true\n', [("ITM412", 18)]),
    ("minus prefix", START + MODE + CHECKS + EVENT + REPORT + "npm test --if-present || exit 0\n", [("ITM412", 18)]),
    ("-v", START + MODE + CHECKS + "[[ -v BILLING_URL ]] || { echo no >&2; exit 1; }\n" + EVENT + REPORT + SUITE, [("ITM411", 15)]),
    ("+x", START + MODE + CHECKS + '[ -n "${BILLING_URL+x}" ] || exit 1\n' + EVENT + REPORT + SUITE, [("ITM411", 15)]),
    ("printenv", START + MODE + CHECKS + "printenv BILLING_URL >/dev/null || exit 1\n" + EVENT + REPORT + SUITE, [("ITM411", 15)]),
    ('= ""', START + MODE + CHECKS + 'if [ "${BILLING_URL:-}" = "" ]; then exit 1; fi\n' + EVENT + REPORT + SUITE, [("ITM411", 15)]),
    ("case", START + MODE + CHECKS + 'case "${BILLING_URL:-}" in "") echo no; exit 1 ;; esac\n' + EVENT + REPORT + SUITE, [("ITM411", 15)]),
    ("?", START + MODE + CHECKS + 'export API="${BILLING_URL?}"\n' + EVENT + REPORT + SUITE, [("ITM411", 15)]),
    (
        ":? multi",
        START + MODE + CHECKS + ': "${BILLING_URL:?need url}" "${BILLING_TOKEN:?need token}"\n' + EVENT + REPORT + SUITE,
        [("ITM411", 15)],
    ),
    ("curl", START + MODE + CHECKS + 'curl -fsS "$BILLING_URL/healthz"\n' + EVENT + REPORT + SUITE, [("ITM411", 15)]),
    ("heredoc", START + MODE + CHECKS + "cat > cfg <<EOF\nurl=$BILLING_URL\nEOF\n" + EVENT + REPORT + SUITE, [("ITM411", 16)]),
    (
        "else arm",
        START + MODE + CHECKS + 'if [[ $MODE == cluster ]]; then :; else\n  export X="$BILLING_FAKE_PORT"\nfi\n' + EVENT + REPORT + SUITE,
        [("ITM411", 16)],
    ),
    (
        "elif",
        START
        + MODE
        + CHECKS
        + 'if [[ $MODE == cluster ]]; then :\nelif [[ -z "${BILLING_FAKE:-}" ]]; then\n  exit 1\nfi\n'
        + EVENT
        + REPORT
        + SUITE,
        [("ITM411", 16)],
    ),
    ("optional +", START + MODE + CHECKS + 'X="${BILLING_URL:+--url=$BILLING_URL}"; echo "$X"\n' + EVENT + REPORT + SUITE, []),
    ("cluster only &&", START + MODE + CHECKS + '[[ $MODE == cluster ]] && curl -fsS "$BILLING_URL"\n' + EVENT + REPORT + SUITE, []),
    ("PATH", START + MODE + CHECKS + 'export PATH="$PATH:/opt/bin" TMP="$TMPDIR"\n' + EVENT + REPORT + SUITE, []),
    (
        "arr loop",
        START
        + MODE
        + CHECKS
        + 'for v in BILLING_URL BILLING_X; do [[ -n "${!v:-}" ]] || { echo "$v"; exit 1; }; done\n'
        + EVENT
        + REPORT
        + SUITE,
        [("ITM411", 15)],
    ),
    (
        "arr loop2",
        START
        + MODE
        + CHECKS
        + 'for v in "${required_vars[@]}"; do\n  if [[ -z "${!v:-}" ]]; then\n    echo "$v"\n    exit 1\n  fi\ndone\n'
        + EVENT
        + REPORT
        + SUITE,
        [("ITM411", 16)],
    ),
    (
        "return top",
        START + MODE + '[[ "$MODE" == cluster ]] || return 0 2>/dev/null || exit 0\n' + CHECKS + EVENT + REPORT + SUITE,
        [("ITM415", 8)],
    ),
    (
        "unless",
        START
        + MODE
        + 'if [ "$MODE" = "repo" ] || [ "$MODE" = "local" ]; then\n  echo "needs cluster"\n  exit 0\nfi\n'
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [("ITM415", 8)],
    ),
    ("require ||", START + MODE + "require_cluster_mode || exit 0\n" + CHECKS + EVENT + REPORT + SUITE, [("ITM415", 8)]),
    ("if ! require", START + MODE + "if ! require_cluster_mode; then\n  exit 0\nfi\n" + CHECKS + EVENT + REPORT + SUITE, [("ITM415", 8)]),
    (
        "func",
        START
        + MODE
        + 'ensure_cluster() {\n  if [[ "$MODE" != cluster ]]; then\n    echo no >&2\n    exit 1\n  fi\n}\nensure_cluster\n'
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [("ITM415", 9)],
    ),
    (
        "raw env",
        START + MODE + '[[ "${INTEGRATION_MODE}" == "cluster" ]] || { echo skip; exit 0; }\n' + CHECKS + EVENT + REPORT + SUITE,
        [("ITM415", 8)],
    ),
    (
        "repo fixtures exit",
        START + MODE + "if [[ $MODE != cluster ]]; then\n  if [[ ! -d mocks ]]; then exit 1; fi\nfi\n" + CHECKS + EVENT + REPORT + SUITE,
        [],
    ),
    (
        "require outside if",
        START
        + MODE
        + 'require_cluster_mode\nrequired_vars=(BILLING_URL)\nif [[ "${MODE}" == "cluster" ]]; then\n  for v in "${required_vars[@]}"; do\n    [[ -n "${!v:-}" ]] || { echo "missing ${v}" >&2; exit 1; }\n  done\nfi\n'
        + EVENT
        + REPORT
        + SUITE,
        [("ITM415", 8)],
    ),
    ("require after event", START + MODE + EVENT + CHECKS + REPORT + SUITE, [("ITM413", 8)]),
    ("suite before event", START + MODE + CHECKS + REPORT + SUITE + EVENT, [("ITM413", 16)]),
    (
        "ask before resolve",
        START
        + 'required_vars=(BILLING_URL)\nif [[ "${INTEGRATION_MODE:-}" == cluster ]]; then for v in "${required_vars[@]}"; do [[ -n "${!v:-}" ]] || exit 1; done; fi\n'
        + MODE
        + 'if [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode\n  for v in "${required_vars[@]}"; do\n    [[ -n "${!v:-}" ]] || { echo "missing ${v}" >&2; exit 1; }\n  done\nfi\n'
        + EVENT
        + REPORT
        + SUITE,
        [("ITM413", 7)],
    ),
    (
        "junit var before event used in event",
        START
        + MODE
        + CHECKS
        + REPORT
        + 'printf \'{"event":"integration_test_started","mode":"%s","junit":"%s"}\\n\' "$MODE" "$JUNIT"\n'
        + SUITE,
        [],
    ),
    (
        "junit resolve then mkdir before event",
        START + MODE + CHECKS + REPORT + 'mkdir -p "$(dirname "$JUNIT")"\n' + EVENT + SUITE,
        [("ITM413", 16)],
    ),
    (
        "cluster arm prints twice",
        START
        + MODE
        + 'required_vars=(BILLING_URL)\nif [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode\n  echo starting >&2\n  for v in "${required_vars[@]}"; do\n    [[ -n "${!v:-}" ]] || { echo "missing ${v}" >&2; exit 1; }\n  done\nfi\n'
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "each arm prints",
        START
        + MODE
        + 'required_vars=(BILLING_URL)\nif [[ $MODE == cluster ]]; then\n  require_cluster_mode\n  for v in "${required_vars[@]}"; do [[ -n "${!v:-}" ]] || exit 1; done\n  echo \'{"event":"integration_test_started","mode":"cluster"}\'\nelse\n  echo \'{"event":"integration_test_started","mode":"repo"}\'\nfi\n'
        + REPORT
        + SUITE,
        [],
    ),
    (
        "map",
        START
        + MODE
        + 'declare -A required_vars=([BILLING_URL]="url")\nif [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode\n  for v in "${!required_vars[@]}"; do\n    [[ -n "${!v:-}" ]] || { echo "missing ${v}" >&2; exit 1; }\n  done\nfi\n'
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "doc later",
        '#!/usr/bin/env bash\nset -euo pipefail\nROOT="$(git rev-parse --show-toplevel)"\nsource "${ROOT}/tools/integration-runner/integration-mode.sh"\n'
        + MODE
        + "# BILLING_URL: x\n"
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [("ITM410", 8)],
    ),
    (
        "entry comment",
        START
        + MODE
        + 'required_vars=(\n  "BILLING_URL" # url\n  # "BILLING_OLD"\n)\nif [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode\n  for v in "${required_vars[@]}"; do\n    [[ -n "${!v:-}" ]] || { echo "missing ${v}" >&2; exit 1; }\n  done\nfi\n'
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "readonly array",
        START
        + MODE
        + 'readonly -a required_vars=(BILLING_URL)\nif [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode\n  for v in "${required_vars[@]}"; do\n    [[ -n "${!v:-}" ]] || { echo "missing ${v}" >&2; exit 1; }\n  done\nfi\n'
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    ("both arrays", START + MODE + "optional_vars=(FOO)\n" + CHECKS + EVENT + REPORT + SUITE, []),
    (
        "legacy",
        '#!/usr/bin/env bash\nset -e\ncd "$(dirname "$0")/../.."\nMODE="${INTEGRATION_MODE:-repo}"\nif [ "$MODE" = "cluster" ]; then\n  : "${BILLING_URL:?}"\nfi\nnpx jest\n',
        [("ITM402", 1), ("ITM403", 1), ("ITM406", 1), ("ITM410", 1), ("ITM401", 2), ("ITM404", 4), ("ITM411", 5)],
    ),
    (
        "bare",
        "#!/usr/bin/env bash\nset -euo pipefail\npnpm exec jest\n",
        [("ITM402", 1), ("ITM403", 1), ("ITM404", 1), ("ITM406", 1), ("ITM410", 1)],
    ),
    ("empty", "", [("ITM401", 1), ("ITM402", 1), ("ITM403", 1), ("ITM404", 1), ("ITM406", 1), ("ITM410", 1)]),
    (
        "colors",
        '#!/usr/bin/env bash\n# BILLING_URL\nset -euo pipefail\nif [[ -t 1 ]]; then C=1; else C=0; fi\nexport FORCE_COLOR="$C"\nROOT="$(git rev-parse --show-toplevel)"\nsource "${ROOT}/tools/integration-runner/integration-mode.sh"\n'
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "select loop args",
        '#!/usr/bin/env bash\n# BILLING_URL\nset -euo pipefail\nwhile getopts "vk:" opt; do case $opt in v) V=1;; k) K=$OPTARG;; *) exit 2;; esac; done\nshift $((OPTIND - 1))\nROOT="$(git rev-parse --show-toplevel)"\nsource "${ROOT}/tools/integration-runner/integration-mode.sh"\n'
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "source w/ function guard",
        '#!/usr/bin/env bash\n# BILLING_URL\nset -euo pipefail\nROOT="$(git rev-parse --show-toplevel)"\nsrc() { [[ -r "$1" ]] || { echo "no $1" >&2; exit 1; }; source "$1"; }\nsrc "${ROOT}/tools/integration-runner/integration-mode.sh"\n'
        + MODE
        + CHECKS
        + EVENT
        + 'src "${ROOT}/tools/integration-runner/junit-path.sh"\nJUNIT="$(resolve_junit_path billing)"\n'
        + SUITE,
        [],
    ),
    (
        "if source",
        '#!/usr/bin/env bash\n# BILLING_URL\nset -euo pipefail\nROOT="$(git rev-parse --show-toplevel)"\nif ! source "${ROOT}/tools/integration-runner/integration-mode.sh"; then exit 1; fi\n'
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "find root loop",
        '#!/usr/bin/env bash\n# BILLING_URL\nset -euo pipefail\nROOT="$PWD"\nwhile [[ "$ROOT" != "/" && ! -d "$ROOT/tools/integration-runner" ]]; do ROOT="$(dirname "$ROOT")"; done\n[[ -d "$ROOT/tools" ]] || { echo "no root" >&2; exit 1; }\nsource "${ROOT}/tools/integration-runner/integration-mode.sh"\n'
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    (
        "env file",
        '#!/usr/bin/env bash\n# BILLING_URL\nset -euo pipefail\n[[ -f .env.local ]] && source .env.local\nROOT="$(git rev-parse --show-toplevel)"\nsource "${ROOT}/tools/integration-runner/integration-mode.sh"\n'
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    ("venv", START + MODE + CHECKS + EVENT + REPORT + 'source .venv/bin/activate\npytest --junitxml="$JUNIT"\n', []),
    (
        "xargs suite",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + "find . -name '*_test.go' -print0 | xargs -0 -n1 dirname | sort -u | xargs go test -count=1\n",
        [],
    ),
    ("go test redirect", START + MODE + CHECKS + EVENT + REPORT + "go test -json ./... > out.json 2>&1 || { cat out.json; exit 1; }\n", []),
    (
        "docker run",
        START + MODE + CHECKS + EVENT + REPORT + 'docker run --rm -e INTEGRATION_MODE -v "$PWD:/w" img pytest --junitxml="$JUNIT"\n',
        [],
    ),
    ("bash -lc suite", START + MODE + CHECKS + EVENT + REPORT + "bash -lc 'cd services/billing && pnpm exec jest'\n", []),
    ("bash -c hides", START + MODE + CHECKS + EVENT + REPORT + "bash -c 'pnpm exec jest || true'\n", [("ITM412", 18)]),
    ("sh -c; ", START + MODE + CHECKS + EVENT + REPORT + "sh -c 'pnpm exec jest; echo done'\n", [("ITM412", 18)]),
    ("nohup", START + MODE + CHECKS + EVENT + REPORT + 'stdbuf -oL pnpm exec jest | sed "s/^/[jest] /"\n', []),
    (
        "assoc array cmd",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + 'declare -A opts=([ci]=1)\nargs=()\nfor k in "${!opts[@]}"; do args+=("--$k=${opts[$k]}"); done\npnpm exec jest "${args[@]}"\n',
        [],
    ),
    (
        "local -a cmd fn",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + 'run() {\n  local -a cmd=(pnpm exec jest --ci)\n  cmd+=("--outputFile=$JUNIT")\n  printf "+ %s\\n" "${cmd[*]}" >&2\n  "${cmd[@]}"\n}\nrun\n',
        [],
    ),
    (
        "test -x",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + "if [[ -x node_modules/.bin/jest ]]; then node_modules/.bin/jest; else pnpm exec jest; fi\n",
        [],
    ),
    (
        "mode in args",
        START + MODE + CHECKS + EVENT + REPORT + SUITE + 'echo "mode=$MODE" >> "${GITHUB_OUTPUT:-/dev/null}"\n',
        [("ITM407", 20)],
    ),
    (
        "printf tabs",
        START
        + MODE
        + CHECKS
        + 'printf \'{"event": "integration_test_started", "mode": "%s", "host": "%s", "ci": %s}\\n\' "$MODE" "$(hostname)" "$([[ -n "${CI:-}" ]] && echo true || echo false)"\n'
        + REPORT
        + SUITE,
        [],
    ),
    (
        "json unescaped newline",
        START
        + MODE
        + CHECKS
        + 'printf \'%s\\n\' "$(printf \'{"event":"integration_test_started","mode":"%s"}\' "$MODE")"\n'
        + REPORT
        + SUITE,
        [],
    ),
    (
        "event service var",
        START
        + MODE
        + CHECKS
        + 'SERVICE=billing\necho "{\\"event\\":\\"integration_test_started\\",\\"service\\":\\"$SERVICE\\",\\"mode\\":\\"$INTEGRATION_MODE\\",\\"vars\\":[$(printf \'"%s",\' "${required_vars[@]}" | sed "s/,$//")]}"\n'
        + REPORT
        + SUITE,
        [],
    ),
    (
        "python heredoc",
        START
        + MODE
        + CHECKS
        + "MODE=\"$MODE\" python3 <<'PY'\nimport json, os\nprint(json.dumps({'event': 'integration_test_started', 'mode': os.environ['MODE']}))\nPY\n"
        + REPORT
        + SUITE,
        [],
    ),
    (
        "event single no newline",
        START + MODE + CHECKS + 'printf \'{"event":"integration_test_started","mode":"%s"}\' "$MODE"; echo\n' + REPORT + SUITE,
        [],
    ),
    ("event after log", START + MODE + CHECKS + 'echo "starting integration tests"\n' + EVENT + REPORT + SUITE, []),
    ("logger dup", START + MODE + CHECKS + EVENT + 'echo "integration_test_started emitted" >&2\n' + REPORT + SUITE, []),
    ("mode echo", START + MODE + 'echo "Running in ${MODE} mode" >&2\n' + CHECKS + EVENT + REPORT + SUITE, []),
    (
        "readonly export",
        START
        + 'MODE="$(integration_mode)"\nreadonly MODE\nreadonly INTEGRATION_MODE="$MODE"\nexport INTEGRATION_MODE\n'
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [],
    ),
    ("backtick", START + "MODE=`integration_mode`\nexport INTEGRATION_MODE=$MODE\n" + CHECKS + EVENT + REPORT + SUITE, []),
    ("cd fails exit", START + MODE + CHECKS + EVENT + REPORT + 'cd "${ROOT}/services/billing" || exit 1\npnpm exec jest\n', []),
    ("ulimit", START + MODE + CHECKS + EVENT + REPORT + "ulimit -n 4096 || true\n" + SUITE, []),
    (
        "kill trap",
        START + MODE + CHECKS + EVENT + REPORT + 'node mock.js & MOCK=$!\ntrap "kill $MOCK 2>/dev/null || true" EXIT\n' + SUITE,
        [],
    ),
    (
        "wait-for",
        START + MODE + CHECKS + EVENT + REPORT + "for i in {1..30}; do curl -fs localhost:1 && break; sleep 1; done\n" + SUITE,
        [],
    ),
    (
        "compose down exit",
        START + MODE + CHECKS + EVENT + REPORT + "cleanup() { docker compose down || true; }\ntrap cleanup EXIT\n" + SUITE,
        [],
    ),
    (
        "status trap",
        START
        + MODE
        + CHECKS
        + EVENT
        + REPORT
        + 'trap \'s=$?; echo "{\\"event\\":\\"integration_test_finished\\",\\"status\\":$s}"\' EXIT\n'
        + SUITE,
        [],
    ),
    (
        "raw refusal",
        START
        + 'MODE="${INTEGRATION_MODE:-repo}"\nexport INTEGRATION_MODE="$MODE"\n[[ "$MODE" == cluster ]] || exit 0\n'
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [("ITM404", 6), ("ITM415", 8)],
    ),
    (
        "derived refusal",
        START
        + MODE
        + "c=0\nif [[ $MODE == cluster ]]; then c=1; fi\nif (( c == 0 )); then\n  exit 0\nfi\n"
        + CHECKS
        + EVENT
        + REPORT
        + SUITE,
        [("ITM415", 10)],
    ),
]


@pytest.mark.parametrize(("script", "expected"), [pytest.param(script, expected, id=title) for title, script, expected in VARIANTS])
def test_a_variant(script: str, expected: list[tuple[str, int]]) -> None:
    outcome = engine.check_sources({RUNNER: script}, executable=[RUNNER])
    assert not outcome.failures
    assert [(f.code, f.span.line) for f in outcome.run.findings if f.code.startswith("ITM4")] == expected
