"""Runners: differently written ones that keep the contract are silent, and each single edit that breaks it is one finding at its line."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lint430 import engine
from lint430.flow.runners.texts import SOME, UNKNOWN, braces, calculated, matches, printed, replaced, trimmed
from lint430.languages import lower
from lint430.model import Severity

FOLDER = Path(__file__).parent / "runners"
COMPLIANT = {path.stem: path.read_text() for path in sorted(FOLDER.glob("*.sh"))}
RUNNER = "services/billing/__tests__/integration/run_integration_tests.sh"
HELPERS = {
    "tools/integration-runner/integration-mode.sh": """#!/usr/bin/env bash
# The one place that reads the mode.
integration_mode() {
  local value="${INTEGRATION_MODE:-repo}"
  case "${value,,}" in
    repo | local | cluster) printf '%s\\n' "${value,,}" ;;
    *)
      echo "unknown INTEGRATION_MODE: ${value}" >&2
      return 1
      ;;
  esac
}

require_cluster_mode() {
  if [[ "$(integration_mode)" != "cluster" ]]; then
    echo "cluster mode is required" >&2
    exit 1
  fi
}
""",
    "tools/integration-runner/junit-path.sh": """#!/usr/bin/env bash
resolve_junit_path() {
  local service="$1"
  local root="${JUNIT_ROOT:-$(git rev-parse --show-toplevel)/reports}"
  mkdir -p "${root}"
  printf '%s/%s.xml\\n' "${root}" "${service}"
}
""",
    "tools/integration-runner/run-jest-integration.sh": """#!/usr/bin/env bash
set -euo pipefail
cd "$1"
JEST_JUNIT_OUTPUT_FILE="$2" pnpm exec jest --runInBand
""",
}
SUITE = {
    "services/billing/__mocks__/index.ts": "export * from './fixtures';\n",
    "services/billing/__mocks__/fixtures.ts": "export const invoices = [{ id: 'a' }];\n",
    "services/billing/__tests__/integration/invoices.test.ts": "it('lists', async () => {\n  expect(await client().list()).toHaveLength(1);\n});\n",
}


@dataclass(frozen=True)
class Edit:
    """A change to a compliant runner, and what is then found where: nothing, or one code at the line that holds a text (or has a number)."""

    base: str
    title: str
    replacements: tuple[tuple[str, str], ...]
    code: str = ""
    at: str | int | tuple[str, ...] = ""
    files: dict[str, str] = field(default_factory=dict)

    @property
    def script(self) -> str:
        text = COMPLIANT[self.base]
        for old, new in self.replacements:
            assert old in text, f"{old!r} is not in {self.base}"
            text = text.replace(old, new, 1)
        return text

    @property
    def expected(self) -> list[tuple[str, int]]:
        places = self.at if isinstance(self.at, tuple) else (self.at,)
        return [(self.code, place if isinstance(place, int) else line_of(self.script, place)) for place in places] if self.code else []


def line_of(script: str, text: str) -> int:
    """Give the first line that holds a text, comments left out."""
    return next(n for n, line in enumerate(script.split("\n"), 1) if text in line and (text.startswith("#") or not line.startswith("#")))


def findings(script: str, files: dict[str, str] | None = None, *, path: str = RUNNER, executable: bool = True) -> list[tuple[str, int]]:
    """Lint a tree with one runner, every check on; give what is found in the runner, and fail on anything found elsewhere."""
    tree = {**HELPERS, **SUITE, **(files or {}), path: script}
    outcome = engine.check_sources(tree, executable=[path] if executable else [])
    assert not outcome.failures
    for finding in outcome.run.findings:
        assert finding.path == path, finding
    return [(f.code, f.span.line) for f in outcome.run.findings]


@pytest.mark.parametrize("name", COMPLIANT)
def test_a_compliant_runner_is_silent(name: str) -> None:
    assert findings(COMPLIANT[name]) == []


@pytest.mark.parametrize("name", COMPLIANT)
def test_a_compliant_runner_is_silent_without_the_helpers_in_sight(name: str) -> None:
    """Where the shared helpers are not among the files, nothing is held against the runner."""
    outcome = engine.check_sources({RUNNER: COMPLIANT[name]}, executable=[RUNNER])
    assert [f.code for f in outcome.run.findings if f.code.startswith("ITM4")] == []


def test_a_file_outside_the_repository_may_define_what_is_asked_for() -> None:
    asks = "\nrequired_vars=("
    demand = '\n[[ -n "$BILLING_HOST" ]] || exit 1\n' + asks.strip("\n")
    assert asks in COMPLIANT["jest"]
    asking = COMPLIANT["jest"].replace(asks, demand, 1)
    assert [code for code, _ in findings(asking)] == ["ITM411"]
    assert findings(asking.replace("\n[[ -n", "\nsource /opt/platform/env.sh\n[[ -n", 1)) == []


EDITS = [
    Edit("jest", "no shebang", (("#!/usr/bin/env bash\n", ""),), "ITM401", 1),
    Edit("jest", "sh shebang", (("#!/usr/bin/env bash", "#!/bin/sh"),), "ITM401", 1),
    Edit("go_double", "env sh", (("#!/usr/bin/env bash", "#!/usr/bin/env sh"),), "ITM401", 1),
    Edit("pytest_main", "flags in shebang", (("#!/bin/bash\n", "#!/bin/bash -euo pipefail\n"),), "", ""),
    Edit("jest", "only shebang flags", (("set -euo pipefail\n", ""),), "ITM401", 1),
    Edit("jest", "no pipefail", (("set -euo pipefail", "set -eu"),), "ITM401", "set -eu"),
    Edit("jest", "no u", (("set -euo pipefail", "set -eo pipefail"),), "ITM401", "set -eo"),
    Edit("functions", "only -e", (("set -euo pipefail", "set -e"),), "ITM401", "set -e"),
    Edit("pytest_main", "missing in parts", (("set -u\n", ""),), "ITM401", "set -e"),
    Edit("go_double", "missing o", ((" -o pipefail", ""),), "ITM401", "set -o errexit"),
    Edit(
        "jest", "late", (("set -euo pipefail\n", ""), ("\nrequired_vars=(", "\nset -euo pipefail\nrequired_vars=(")), "ITM401", "set -euo"
    ),
    Edit("jest", "commented", (("set -euo pipefail", "# set -euo pipefail"),), "ITM401", 1),
    Edit("background", "set x only", (("set -euo pipefail", "set -x"),), "ITM401", 1),
    Edit("background", "in echo", (("set -euo pipefail", 'echo "set -euo pipefail" >/dev/null'),), "ITM401", 1),
    Edit("background", "in function not called", (("set -euo pipefail", "strict() { set -euo pipefail; }"),), "ITM401", 1),
    Edit("background", "in function called", (("set -euo pipefail", "strict() { set -euo pipefail; }\nstrict"),), "", ""),
    Edit("background", "in subshell", (("set -euo pipefail", "( set -euo pipefail )"),), "ITM401", "( set"),
    Edit("background", "set -o posix spelled", (("set -euo pipefail", "set -Eeuxo pipefail"),), "", ""),
    Edit("background", "shopt", (("set -euo pipefail", "shopt -s -o errexit nounset pipefail"),), "", ""),
    Edit("jest", "no mode helper", (('source "${REPO_ROOT}/tools/integration-runner/integration-mode.sh"\n', ""),), "ITM402", 1),
    Edit("go_double", "commented helper", (('. "$helpers/integration-mode.sh"', '# . "$helpers/integration-mode.sh"'),), "ITM402", 1),
    Edit(
        "plain",
        "executed not sourced",
        (("source tools/integration-runner/integration-mode.sh", "bash tools/integration-runner/integration-mode.sh"),),
        "ITM402",
        1,
    ),
    Edit(
        "plain",
        "other file",
        (("source tools/integration-runner/integration-mode.sh", "source tools/integration-runner/junit-path.sh"),),
        "ITM402",
        1,
    ),
    Edit(
        "jest",
        "local copy",
        (('source "${REPO_ROOT}/tools/integration-runner/integration-mode.sh"', 'source "${SCRIPT_DIR}/integration-mode.sh"'),),
        "ITM402",
        'source "${SCRIPT_DIR}',
        {
            "services/billing/__tests__/integration/integration-mode.sh": "integration_mode() { echo repo; }\nrequire_cluster_mode() { :; }\n"
        },
    ),
    Edit(
        "plain",
        "in heredoc",
        (
            (
                "source tools/integration-runner/integration-mode.sh",
                "cat >/dev/null <<X\nsource tools/integration-runner/integration-mode.sh\nX",
            ),
        ),
        "ITM402",
        1,
    ),
    Edit(
        "plain",
        "uncalled fn",
        (("source tools/integration-runner/integration-mode.sh", "load() { source tools/integration-runner/integration-mode.sh; }"),),
        "ITM402",
        1,
    ),
    Edit(
        "plain",
        "called fn",
        (("source tools/integration-runner/integration-mode.sh", "load() { source tools/integration-runner/integration-mode.sh; }\nload"),),
        "",
        "",
    ),
    Edit(
        "plain",
        "preamble",
        (("source tools/integration-runner/integration-mode.sh", "source scripts/preamble.sh"),),
        "",
        "",
        {"scripts/preamble.sh": "#!/usr/bin/env bash\nsource tools/integration-runner/integration-mode.sh\n"},
    ),
    Edit(
        "plain",
        "preamble without",
        (("source tools/integration-runner/integration-mode.sh", "source scripts/preamble.sh"),),
        "ITM402",
        1,
        {"scripts/preamble.sh": "#!/usr/bin/env bash\necho hi\n"},
    ),
    Edit(
        "jest",
        "only in cluster arm",
        (
            (
                'source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"',
                'if [[ $MODE == cluster ]]; then source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"; fi',
            ),
        ),
        "ITM403",
        "then source",
    ),
    Edit("jest", "no junit helper", (('source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"\n', ""),), "ITM403", 1),
    Edit("pytest_main", "no junit helper 2", (('  . "$root/tools/integration-runner/junit-path.sh"\n', ""),), "ITM403", 1),
    Edit(
        "functions",
        "no junit helper 3",
        (("for helper in integration-mode.sh junit-path.sh; do", "for helper in integration-mode.sh; do"),),
        "ITM403",
        1,
    ),
    Edit(
        "npm_allexport",
        "no junit helper hard path",
        (('source "$root/tools/integration-runner/junit-path.sh"\n', ""), ("p=$(resolve_junit_path billing)", "p=reports/junit.xml")),
        "ITM403",
        1,
    ),
    Edit(
        "jest",
        "git rev",
        (
            (
                'source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"',
                '. "$(git rev-parse --show-toplevel)/tools/integration-runner/junit-path.sh"',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "dirname",
        (
            (
                'source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"',
                'source "$(dirname "$0")/../../../../tools/integration-runner/junit-path.sh"',
            ),
        ),
        "",
        "",
    ),
    Edit("jest", "env mode", (('MODE="$(integration_mode)"', 'MODE="${INTEGRATION_MODE:-repo}"'),), "ITM404", 'MODE="${INTEGRATION_MODE'),
    Edit(
        "functions",
        "env mode2",
        (('resolved="$(integration_mode)" || die "unknown mode"', 'resolved="${INTEGRATION_MODE:-repo}"'),),
        "ITM404",
        'resolved="${INT',
    ),
    Edit(
        "go_json",
        "env mode bare",
        (
            (
                "MODE=$(integration_mode); export INTEGRATION_MODE=$MODE",
                'export INTEGRATION_MODE="${INTEGRATION_MODE:-repo}"; MODE=$INTEGRATION_MODE',
            ),
        ),
        "ITM404",
        "export INTEGRATION_MODE",
    ),
    Edit("pytest_main", "arg mode", (("mode=$(integration_mode)", "mode=${1:-repo}"),), "ITM404", "mode=${1"),
    Edit(
        "vitest_traps",
        "lower env",
        (('mode="$(integration_mode)" || exit 1', 'mode="$(echo "${INTEGRATION_MODE:-repo}" | tr A-Z a-z)"'),),
        "ITM404",
        'mode="$(echo',
    ),
    Edit(
        "background", ":=", (('MODE="$(integration_mode)"', ': "${INTEGRATION_MODE:=repo}"\nMODE="$INTEGRATION_MODE"'),), "ITM404", ': "${'
    ),
    Edit(
        "jest",
        "not exported",
        (('export INTEGRATION_MODE="${MODE}"', 'INTEGRATION_MODE="${MODE}"'),),
        "ITM405",
        'INTEGRATION_MODE="${MODE}"',
    ),
    Edit("jest", "no export line", (('export INTEGRATION_MODE="${MODE}"\n', ""),), "ITM405", 1),
    Edit(
        "jest",
        "prefix",
        (('export INTEGRATION_MODE="${MODE}"\n', ""), ("pnpm exec jest", 'INTEGRATION_MODE="${MODE}" pnpm exec jest')),
        "ITM405",
        'INTEGRATION_MODE="${MODE}" pnpm',
    ),
    Edit(
        "jest",
        "env prefix",
        (('export INTEGRATION_MODE="${MODE}"\n', ""), ("pnpm exec jest", 'env INTEGRATION_MODE="${MODE}" pnpm exec jest')),
        "ITM405",
        "env INTEGRATION_MODE",
    ),
    Edit(
        "jest",
        "const export",
        (('export INTEGRATION_MODE="${MODE}"', 'export INTEGRATION_MODE="repo"'),),
        "ITM405",
        'export INTEGRATION_MODE="repo"',
    ),
    Edit("jest", "other name", (('export INTEGRATION_MODE="${MODE}"', 'export TEST_MODE="${MODE}"'),), "ITM405", 1),
    Edit("go_double", "export other", (("export INTEGRATION_MODE\n", "export MODE\n"),), "ITM405", "INTEGRATION_MODE=$MODE"),
    Edit(
        "pytest_main",
        "local only",
        (("export INTEGRATION_MODE=$mode", "local INTEGRATION_MODE=$mode"),),
        "ITM405",
        "local INTEGRATION_MODE",
    ),
    Edit("npm_allexport", "set +a early", (("set -a\n", "set -a\nset +a\n"),), "ITM405", "INTEGRATION_MODE=$(integration_mode)"),
    Edit("vitest_traps", "typeset -x", (("declare -x INTEGRATION_MODE", "typeset -x INTEGRATION_MODE"),), "", ""),
    Edit(
        "vitest_traps",
        "export -n",
        (('declare -x INTEGRATION_MODE="$mode"', 'declare INTEGRATION_MODE="$mode"'),),
        "ITM405",
        "declare INTEGRATION_MODE",
    ),
    Edit("jest", "in subshell", (('export INTEGRATION_MODE="${MODE}"', '( export INTEGRATION_MODE="${MODE}" )'),), "ITM405", "( export"),
    Edit("jest", "raw export", (('export INTEGRATION_MODE="${MODE}"', "export INTEGRATION_MODE"),), "ITM405", "export INTEGRATION_MODE"),
    Edit(
        "jest",
        "spelled arms",
        (
            (
                'export INTEGRATION_MODE="${MODE}"',
                'case "$MODE" in\n cluster) export INTEGRATION_MODE=cluster ;;\n *) export INTEGRATION_MODE=repo ;;\nesac',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "export fn",
        (('export INTEGRATION_MODE="${MODE}"', 'publish() { export "$1=$2"; }\npublish INTEGRATION_MODE "$MODE"'),),
        "",
        "",
    ),
    Edit(
        "jest",
        "no event",
        (('printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"\n', ""),),
        "ITM406",
        1,
    ),
    Edit(
        "jest",
        "plain text",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'echo "integration_test_started mode=${MODE}"',
            ),
        ),
        "ITM406",
        'echo "integration',
    ),
    Edit(
        "jest",
        "single quotes",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'echo \'{"event":"integration_test_started","mode":"${MODE}"}\'',
            ),
        ),
        "ITM406",
        "echo '{",
    ),
    Edit(
        "jest",
        "no mode",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'echo \'{"event":"integration_test_started","service":"billing"}\'',
            ),
        ),
        "ITM406",
        "echo '{",
    ),
    Edit(
        "jest",
        "unquoted mode",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'echo "{\\"event\\":\\"integration_test_started\\",\\"mode\\":${MODE}}"',
            ),
        ),
        "ITM406",
        'echo "{',
    ),
    Edit(
        "jest",
        "trailing comma",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf \'{"event":"integration_test_started","mode":"%s",}\\n\' "$MODE"',
            ),
        ),
        "ITM406",
        "printf '{",
    ),
    Edit(
        "jest",
        "other event",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf \'{"event":"started","mode":"%s"}\\n\' "$MODE"',
            ),
        ),
        "ITM406",
        1,
    ),
    Edit(
        "jest",
        "wrong event key",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf \'{"type":"integration_test_started","mode":"%s"}\\n\' "$MODE"',
            ),
        ),
        "ITM406",
        "printf '{",
    ),
    Edit(
        "jest",
        "to file",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}" > "${REPO_ROOT}/event.log"',
            ),
        ),
        "ITM406",
        "printf '{",
    ),
    Edit(
        "jest",
        "to devnull",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}" > /dev/null',
            ),
        ),
        "ITM406",
        "printf '{",
    ),
    Edit(
        "jest",
        "to stderr",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}" >&2',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "tee",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}" | tee -a events.log',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "multi line",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'cat <<EOF\n{\n  "event": "integration_test_started",\n  "mode": "${MODE}"\n}\nEOF',
            ),
        ),
        "ITM406",
        "cat <<EOF",
    ),
    Edit(
        "jest",
        "quoted heredoc",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'cat <<\'EOF\'\n{"event": "integration_test_started", "mode": "${MODE}"}\nEOF',
            ),
        ),
        "ITM406",
        "cat <<'EOF'",
    ),
    Edit(
        "jest",
        "heredoc ok",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'cat <<-EOF\n\t{"event": "integration_test_started", "mode": "${MODE}"}\n\tEOF',
            ),
        ),
        "",
        "",
    ),
    Edit("go_double", "pretty jq", (("jq -nc", "jq -n"),), "ITM406", "jq -n"),
    Edit(
        "go_double",
        "jq no mode",
        (
            (
                'jq -nc --arg mode "$MODE" --arg service billing \'{event: "integration_test_started", service: $service, mode: $mode}\'',
                "jq -nc --arg service billing '{event: \"integration_test_started\", service: $service}'",
            ),
        ),
        "ITM406",
        "jq -nc",
    ),
    Edit(
        "plain", "py indent", (('os.environ["INTEGRATION_MODE"]})', 'os.environ["INTEGRATION_MODE"]}, indent=2)'),), "ITM406", "python3 -c"
    ),
    Edit(
        "jest",
        "only cluster",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'if [[ $MODE == cluster ]]; then\nprintf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"\nfi',
            ),
        ),
        "ITM406",
        "printf '{",
    ),
    Edit("vitest_traps", "only repo", (("repo | local)\n", "repo | local)\n  echo hi\n"),), "", ""),
    Edit(
        "jest",
        "commented event",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                '# printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
            ),
        ),
        "ITM406",
        1,
    ),
    Edit("functions", "uncalled fn", (('start_event "${MODE}"\n', ""),), "ITM406", 1),
    Edit(
        "jest",
        "prefix text",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'echo "[runner] {\\"event\\":\\"integration_test_started\\",\\"mode\\":\\"${MODE}\\"}"',
            ),
        ),
        "ITM406",
        'echo "[runner]',
    ),
    Edit(
        "jest",
        "log helper unknown",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'log_event integration_test_started mode "$MODE"',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "block file",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                '{ printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"; } >> "$GITHUB_STEP_SUMMARY"',
            ),
        ),
        "ITM406",
        "{ printf",
    ),
    Edit(
        "jest",
        "printf -v",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf -v line \'{"event":"integration_test_started","mode":"%s"}\' "$MODE"\necho "$line"',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "pieces",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'printf \'{"event":"integration_test_started",\'\nprintf \'"mode":"%s"}\\n\' "$MODE"',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "const mode",
        (
            (
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
                'echo \'{"event":"integration_test_started","mode":"cluster"}\'',
            ),
        ),
        "ITM406",
        "echo '{",
    ),
    Edit(
        "jest",
        "default",
        (('cd "${REPO_ROOT}/services/billing"', 'export BILLING_TIMEOUT="${BILLING_TIMEOUT:-30}"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM407",
        "BILLING_TIMEOUT",
    ),
    Edit(
        "jest",
        "default -",
        (('cd "${REPO_ROOT}/services/billing"', 'T="${BILLING_TIMEOUT-30}"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM407",
        "BILLING_TIMEOUT",
    ),
    Edit(
        "jest",
        "default :=",
        (('cd "${REPO_ROOT}/services/billing"', ': "${BILLING_TIMEOUT:=30}"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM407",
        "BILLING_TIMEOUT",
    ),
    Edit("jest", "default in arg", (("--runInBand", '--runInBand --maxWorkers="${WORKERS:-2}"'),), "ITM407", "WORKERS"),
    Edit(
        "jest",
        "default in arm",
        (("  require_cluster_mode\n", '  require_cluster_mode\n  export BILLING_X="${BILLING_X:-http://x}"\n'),),
        "ITM407",
        "BILLING_X",
    ),
    Edit("functions", "default in fn", (("local ts\n", 'local ts="${START_TS:-now}"\n'),), "ITM407", "START_TS"),
    Edit(
        "jest", "nested", (('cd "${REPO_ROOT}/services/billing"', 'X="${A:-${B:-}}"\ncd "${REPO_ROOT}/services/billing"'),), "ITM407", "A:-"
    ),
    Edit(
        "jest",
        "nested2",
        (('cd "${REPO_ROOT}/services/billing"', 'X="${A:-${B:-x}}"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM407",
        "A:-",
    ),
    Edit(
        "jest",
        "empty quotes",
        (('cd "${REPO_ROOT}/services/billing"', 'X="${A:-""}" Y=${B:-} Z="${C-}" W="${D:-\'\'}"\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit("jest", "positional", (('cd "${REPO_ROOT}/services/billing"', 'X="${1:-all}"\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit("jest", "alt", (('cd "${REPO_ROOT}/services/billing"', 'X="${A:+yes}"\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit(
        "jest",
        "loopvar",
        (('cd "${REPO_ROOT}/services/billing"', 'for q in a b; do echo "${q:-none}"; done\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit("jest", "comment default", (('cd "${REPO_ROOT}/services/billing"', '# "${A:-x}"\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit(
        "jest",
        "single quoted",
        (('cd "${REPO_ROOT}/services/billing"', "echo 'use ${A:-x}'\ncd \"${REPO_ROOT}/services/billing\""),),
        "",
        "",
    ),
    Edit(
        "jest",
        "install 0",
        (('cd "${REPO_ROOT}/services/billing"', 'pnpm install --frozen-lockfile\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "pnpm install --frozen-lockfile",
    ),
    Edit("jest", "install 1", (('cd "${REPO_ROOT}/services/billing"', 'npm ci\ncd "${REPO_ROOT}/services/billing"'),), "ITM408", "npm ci"),
    Edit(
        "jest",
        "install 2",
        (('cd "${REPO_ROOT}/services/billing"', 'npm --prefix services/billing ci\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "npm --prefix services/billing ci",
    ),
    Edit("jest", "install 3", (('cd "${REPO_ROOT}/services/billing"', 'yarn\ncd "${REPO_ROOT}/services/billing"'),), "ITM408", "yarn"),
    Edit(
        "jest",
        "install 4",
        (('cd "${REPO_ROOT}/services/billing"', 'yarn install\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "yarn install",
    ),
    Edit(
        "jest",
        "install 5",
        (('cd "${REPO_ROOT}/services/billing"', 'yarn --frozen-lockfile\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "yarn --frozen-lockfile",
    ),
    Edit(
        "jest",
        "install 6",
        (('cd "${REPO_ROOT}/services/billing"', 'pip install -r requirements.txt\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "pip install -r requirements.txt",
    ),
    Edit(
        "jest",
        "install 7",
        (('cd "${REPO_ROOT}/services/billing"', 'python3 -m pip install -e .\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "python3 -m pip install -e .",
    ),
    Edit(
        "jest", "install 8", (('cd "${REPO_ROOT}/services/billing"', 'uv sync\ncd "${REPO_ROOT}/services/billing"'),), "ITM408", "uv sync"
    ),
    Edit(
        "jest",
        "install 9",
        (('cd "${REPO_ROOT}/services/billing"', 'uv pip install x\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "uv pip install x",
    ),
    Edit(
        "jest",
        "install 10",
        (('cd "${REPO_ROOT}/services/billing"', 'poetry install --no-root\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "poetry install --no-root",
    ),
    Edit(
        "jest",
        "install 11",
        (('cd "${REPO_ROOT}/services/billing"', 'poetry -C services/billing install\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "poetry -C services/billing install",
    ),
    Edit(
        "jest",
        "install 12",
        (('cd "${REPO_ROOT}/services/billing"', 'go get ./...\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "go get ./...",
    ),
    Edit(
        "jest",
        "install 13",
        (('cd "${REPO_ROOT}/services/billing"', 'go mod download\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "go mod download",
    ),
    Edit(
        "jest",
        "install 14",
        (('cd "${REPO_ROOT}/services/billing"', 'go install gotest.tools/gotestsum@latest\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "go install gotest.tools/gotestsum@latest",
    ),
    Edit(
        "jest",
        "install 15",
        (('cd "${REPO_ROOT}/services/billing"', 'sudo apt-get install -y jq\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "sudo apt-get install -y jq",
    ),
    Edit(
        "jest",
        "install 16",
        (('cd "${REPO_ROOT}/services/billing"', 'apk add jq\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "apk add jq",
    ),
    Edit(
        "jest",
        "install 17",
        (('cd "${REPO_ROOT}/services/billing"', 'brew install jq\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "brew install jq",
    ),
    Edit(
        "jest",
        "install 18",
        (('cd "${REPO_ROOT}/services/billing"', 'npx -y jest-junit\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "npx -y jest-junit",
    ),
    Edit(
        "jest",
        "install 19",
        (('cd "${REPO_ROOT}/services/billing"', 'uvx ruff check\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "uvx ruff check",
    ),
    Edit(
        "jest",
        "install 20",
        (('cd "${REPO_ROOT}/services/billing"', 'pnpm -C services/billing install\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "pnpm -C services/billing install",
    ),
    Edit(
        "jest",
        "install 21",
        (('cd "${REPO_ROOT}/services/billing"', '(cd services/billing && pnpm i)\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "(cd services/billing && pnpm i)",
    ),
    Edit(
        "jest",
        "install 22",
        (('cd "${REPO_ROOT}/services/billing"', 'command -v jq >/dev/null || apt-get install -y jq\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "command -v jq >/dev/null || apt-get install -y jq",
    ),
    Edit(
        "jest",
        "install 23",
        (('cd "${REPO_ROOT}/services/billing"', 'sh -c "npm ci"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        'sh -c "npm ci"',
    ),
    Edit(
        "jest",
        "install 24",
        (('cd "${REPO_ROOT}/services/billing"', "bash -c 'cd x && pnpm install'\ncd \"${REPO_ROOT}/services/billing\""),),
        "ITM408",
        "bash -c 'cd x && pnpm install'",
    ),
    Edit(
        "jest",
        "install 25",
        (
            (
                'cd "${REPO_ROOT}/services/billing"',
                'if ! command -v gotestsum; then\n  go install gotest.tools/gotestsum@v1\nfi\ncd "${REPO_ROOT}/services/billing"',
            ),
        ),
        "ITM408",
        "  go install gotest.tools/gotestsum@v1",
    ),
    Edit(
        "jest",
        "install 26",
        (('cd "${REPO_ROOT}/services/billing"', 'go run gotest.tools/gotestsum@latest --version\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "go run gotest.tools/gotestsum@latest --version",
    ),
    Edit(
        "jest",
        "install 27",
        (('cd "${REPO_ROOT}/services/billing"', 'npx playwright install --with-deps\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "npx playwright install --with-deps",
    ),
    Edit(
        "jest",
        "install 28",
        (
            (
                'cd "${REPO_ROOT}/services/billing"',
                'DEBIAN_FRONTEND=noninteractive apt-get -y install jq\ncd "${REPO_ROOT}/services/billing"',
            ),
        ),
        "ITM408",
        "DEBIAN_FRONTEND=noninteractive apt-get -y install jq",
    ),
    Edit(
        "jest",
        "install 29",
        (('cd "${REPO_ROOT}/services/billing"', 'exec 3>&1; pipenv sync\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "exec 3>&1; pipenv sync",
    ),
    Edit(
        "jest",
        "install 30",
        (('cd "${REPO_ROOT}/services/billing"', 'deps=(pnpm install)\n"${deps[@]}"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "deps=(pnpm install)",
    ),
    Edit(
        "jest",
        "install 31",
        (('cd "${REPO_ROOT}/services/billing"', 'setup() { npm install; }\nsetup\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "setup() { npm install; }",
    ),
    Edit(
        "jest",
        "install 32",
        (('cd "${REPO_ROOT}/services/billing"', 'eval "npm ci"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        'eval "npm ci"',
    ),
    Edit(
        "jest",
        "install 33",
        (('cd "${REPO_ROOT}/services/billing"', 'time npm ci\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "time npm ci",
    ),
    Edit(
        "jest",
        "install 34",
        (('cd "${REPO_ROOT}/services/billing"', 'bun install\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM408",
        "bun install",
    ),
    Edit(
        "jest",
        "no install 0",
        (('cd "${REPO_ROOT}/services/billing"', 'pnpm exec tsc --noEmit\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit("jest", "no install 1", (('cd "${REPO_ROOT}/services/billing"', 'npm run build\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit(
        "jest",
        "no install 2",
        (('cd "${REPO_ROOT}/services/billing"', 'uv run python -m compileall .\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit("jest", "no install 3", (('cd "${REPO_ROOT}/services/billing"', 'npx tsc\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit("jest", "no install 4", (('cd "${REPO_ROOT}/services/billing"', 'corepack enable\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit("jest", "no install 5", (('cd "${REPO_ROOT}/services/billing"', 'go build ./...\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit("jest", "no install 6", (('cd "${REPO_ROOT}/services/billing"', 'go vet ./...\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit("jest", "no install 7", (('cd "${REPO_ROOT}/services/billing"', 'yarn build\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit(
        "jest",
        "no install 8",
        (('cd "${REPO_ROOT}/services/billing"', 'poetry run alembic upgrade head\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit(
        "jest",
        "no install 9",
        (('cd "${REPO_ROOT}/services/billing"', 'echo "run pnpm install first"\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit("jest", "no install 10", (('cd "${REPO_ROOT}/services/billing"', 'pnpm --version\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit("jest", "no install 11", (('cd "${REPO_ROOT}/services/billing"', 'npm ls\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit(
        "jest", "no install 12", (('cd "${REPO_ROOT}/services/billing"', 'go run ./cmd/seed\ncd "${REPO_ROOT}/services/billing"'),), "", ""
    ),
    Edit(
        "jest",
        "no install 13",
        (('cd "${REPO_ROOT}/services/billing"', 'setup() { npm install; }\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit("jest", "no install 14", (('cd "${REPO_ROOT}/services/billing"', '# npm ci\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit("jest", "no install 15", (('cd "${REPO_ROOT}/services/billing"', 'pip --version\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit(
        "jest",
        "no install 16",
        (('cd "${REPO_ROOT}/services/billing"', 'command -v pnpm >/dev/null\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit("jest", "no install 17", (('cd "${REPO_ROOT}/services/billing"', 'pip list\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit("jest", "no install 18", (('cd "${REPO_ROOT}/services/billing"', 'poetry env info\ncd "${REPO_ROOT}/services/billing"'),), "", ""),
    Edit(
        "jest",
        "own mode",
        (('\nMODE="$(integration_mode)"', '\nintegration_mode() {\n  echo "${INTEGRATION_MODE}"\n}\nMODE="$(integration_mode)"'),),
        "ITM409",
        "integration_mode() {",
    ),
    Edit(
        "jest",
        "own fn kw",
        (('\nMODE="$(integration_mode)"', '\nfunction resolve_junit_path {\n  echo x\n}\nMODE="$(integration_mode)"'),),
        "ITM409",
        "function resolve_junit",
    ),
    Edit(
        "jest",
        "own require",
        (('\nMODE="$(integration_mode)"', '\nrequire_cluster_mode () { :; }\nMODE="$(integration_mode)"'),),
        "ITM409",
        "require_cluster_mode () {",
    ),
    Edit(
        "jest",
        "own instead",
        (
            (
                'source "${REPO_ROOT}/tools/integration-runner/integration-mode.sh"',
                'integration_mode() { echo "${INTEGRATION_MODE:-}"; }\nrequire_cluster_mode() { :; }',
            ),
        ),
        "ITM409",
        ("integration_mode() {", "require_cluster_mode() {"),
    ),
    Edit("jest", "wrapper", (('\nMODE="$(integration_mode)"', '\nget_mode() { integration_mode; }\nMODE="$(get_mode)"'),), "", ""),
    Edit(
        "plain",
        "foreign",
        (
            (
                "source tools/integration-runner/integration-mode.sh",
                "source tools/integration-runner/integration-mode.sh\nsource scripts/over.sh",
            ),
        ),
        "ITM409",
        "source scripts/over",
        {"scripts/over.sh": "#!/bin/bash\nresolve_junit_path() { echo x; }\n"},
    ),
    Edit(
        "shared_jest",
        "no array",
        (('required_vars=("BILLING_URL")\n', ""), ('    for required in "${required_vars[@]}"; do', "    for required in BILLING_URL; do")),
        "ITM410",
        1,
    ),
    Edit(
        "shared_jest",
        "other name",
        (("required_vars=(", "REQUIRED_VARS=("), ('"${required_vars[@]}"', '"${REQUIRED_VARS[@]}"')),
        "ITM410",
        1,
    ),
    Edit(
        "shared_jest",
        "string",
        (('required_vars=("BILLING_URL")', 'required_vars="BILLING_URL"'), ('"${required_vars[@]}"', "$required_vars")),
        "ITM410",
        1,
    ),
    Edit(
        "jest",
        "prefix",
        (("  BILLING_DATABASE_URL\n", "  DATABASE_URL\n"), ("BILLING_DATABASE_URL  c", "DATABASE_URL  c")),
        "ITM410",
        "  DATABASE_URL",
    ),
    Edit("jest", "undocumented", (("#   BILLING_DATABASE_URL  connection string\n", ""),), "ITM410", "  BILLING_DATABASE_URL"),
    Edit("functions", "prefix quoted", (('"BILLING_API_KEY"', '"API_KEY"'),), "ITM410", '"API_KEY"'),
    Edit("go_double", "const prefix wrong", (("PREFIX=BILLING", "PREFIX=INVOICES"),), "ITM410", "required_vars="),
    Edit("vitest_traps", "appended", (("required_vars+=(BILLING_PORT)", "required_vars+=(DB_PORT)"),), "ITM410", "required_vars+="),
    Edit("background", "prefix only", (("( BILLING_URL )", "( BILLING_ )"),), "ITM410", "required_env_vars=("),
    Edit("background", "lower", (("( BILLING_URL )", "( billing_url )"),), "ITM410", "required_env_vars=("),
    Edit("shared_jest", "empty", (('required_vars=("BILLING_URL")', "required_vars=()"),), "", ""),
    Edit(
        "shared_jest",
        "empty no require",
        (('required_vars=("BILLING_URL")', "required_vars=()"), ("    require_cluster_mode\n", "")),
        "",
        "",
    ),
    Edit(
        "shared_jest",
        "commented array",
        (
            ('required_vars=("BILLING_URL")\n', '# required_vars=("BILLING_URL")\n'),
            ('    for required in "${required_vars[@]}"; do', "    for required in BILLING_URL; do"),
        ),
        "ITM410",
        1,
    ),
    Edit(
        "jest",
        "every mode",
        (
            (
                'if [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode\n',
                'if [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode\nfi\n',
            ),
            ("  done\nfi\n", "  done\n"),
        ),
        "ITM411",
        '[[ -z "${!var:-}" ]]',
    ),
    Edit(
        "functions",
        "every mode call",
        (
            (
                '  require_cluster_mode\n  assert_env "${required_vars[@]}"\nfi',
                '  require_cluster_mode\nfi\nassert_env "${required_vars[@]}"',
            ),
        ),
        "ITM411",
        'assert_env "${required_vars[@]}"',
    ),
    Edit(
        "jest",
        "every mode :?",
        (('cd "${REPO_ROOT}/services/billing"', ': "${BILLING_GRPC_ADDRESS:?required}"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM411",
        ': "${BILLING_GRPC',
    ),
    Edit("jest", "bare", (("--runInBand", '--runInBand --url="${BILLING_URL}"'),), "ITM411", "--url"),
    Edit(
        "jest",
        "bare export",
        (('cd "${REPO_ROOT}/services/billing"', 'export API="$BILLING_GRPC_ADDRESS"\ncd "${REPO_ROOT}/services/billing"'),),
        "ITM411",
        "export API",
    ),
    Edit(
        "jest",
        "bare cluster",
        (("  require_cluster_mode\n", '  require_cluster_mode\n  echo "target $BILLING_GRPC_ADDRESS" >&2\n'),),
        "",
        "",
    ),
    Edit(
        "jest",
        "guard",
        (
            (
                'cd "${REPO_ROOT}/services/billing"',
                '[[ -n "${BILLING_DATABASE_URL:-}" ]] || { echo no; exit 1; }\ncd "${REPO_ROOT}/services/billing"',
            ),
        ),
        "ITM411",
        '[[ -n "${BILLING_DATABASE',
    ),
    Edit(
        "jest",
        "if guard",
        (
            (
                'cd "${REPO_ROOT}/services/billing"',
                'if [ -z "${BILLING_DATABASE_URL:-}" ]; then\n  exit 1\nfi\ncd "${REPO_ROOT}/services/billing"',
            ),
        ),
        "ITM411",
        'if [ -z "${BILLING',
    ),
    Edit(
        "vitest_traps",
        "repo arm demand",
        (("repo | local)\n", 'repo | local)\n  : "${BILLING_MOCK_PORT:?}"\n'),),
        "ITM411",
        "BILLING_MOCK_PORT",
    ),
    Edit(
        "jest",
        "optional",
        (('cd "${REPO_ROOT}/services/billing"', 'if [[ -n "${VERBOSE:-}" ]]; then set -x; fi\ncd "${REPO_ROOT}/services/billing"'),),
        "",
        "",
    ),
    Edit("jest", "no require", (("  require_cluster_mode\n", ""),), "ITM411", 'if [[ "${MODE}" == "cluster" ]]'),
    Edit("pytest_main", "no require case", (("      require_cluster_mode\n", ""),), "ITM411", "cluster)"),
    Edit("functions", "no require fn", (("  require_cluster_mode\n", ""),), "ITM411", "if is_cluster"),
    Edit(
        "jest",
        "array unchecked",
        (
            (
                '  for var in "${required_vars[@]}"; do\n    if [[ -z "${!var:-}" ]]; then\n      echo "missing ${var}" >&2\n      exit 1\n    fi\n  done\n',
                "",
            ),
        ),
        "ITM411",
        "required_vars=(",
    ),
    Edit(
        "jest", "HOME", (('cd "${REPO_ROOT}/services/billing"', 'export CACHE="$HOME/.cache"\ncd "${REPO_ROOT}/services/billing"'),), "", ""
    ),
    Edit(
        "jest",
        "hide 0",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand || true",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 1",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand || :",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 2",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand\nexit 0",
            ),
        ),
        "ITM412",
        "exit 0",
    ),
    Edit(
        "jest",
        "hide 3",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "set +e\npnpm exec jest --config jest.integration.config.ts --ci --runInBand\necho done",
            ),
        ),
        "ITM412",
        "set +e",
    ),
    Edit(
        "jest",
        "hide 4",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'pnpm exec jest --config jest.integration.config.ts --ci --runInBand || echo "failed"',
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 5",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'if ! pnpm exec jest --config jest.integration.config.ts --ci --runInBand; then\n  echo "failed" >&2\nfi',
            ),
        ),
        "ITM412",
        "if ! pnpm",
    ),
    Edit(
        "jest",
        "hide 6",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand | tee log.txt || true",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 7",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand &\nwait",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 8",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand || rc=$?\nexit 0",
            ),
        ),
        "ITM412",
        "exit 0",
    ),
    Edit(
        "jest",
        "hide 9",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'set +e\npnpm exec jest --config jest.integration.config.ts --ci --runInBand\nrc=$?\nset -e\necho "rc=$rc"',
            ),
        ),
        "ITM412",
        "set +e",
    ),
    Edit(
        "jest",
        "hide 10",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'trap "exit 0" EXIT\npnpm exec jest --config jest.integration.config.ts --ci --runInBand',
            ),
        ),
        "ITM412",
        "trap",
    ),
    Edit(
        "jest",
        "hide 11",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "( pnpm exec jest --config jest.integration.config.ts --ci --runInBand ) || true",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 12",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "run() { pnpm exec jest --config jest.integration.config.ts --ci --runInBand || true; }\nrun",
            ),
        ),
        "ITM412",
        "run() {",
    ),
    Edit(
        "jest",
        "hide 13",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "set +o pipefail\npnpm exec jest --config jest.integration.config.ts --ci --runInBand | tee log.txt",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 14",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand && echo ok || echo failed",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 15",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "timeout 600 pnpm exec jest --config jest.integration.config.ts --ci --runInBand || true",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 16",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "! pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
            ),
        ),
        "ITM412",
        "! pnpm",
    ),
    Edit(
        "jest",
        "hide 17",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'out="$(pnpm exec jest --config jest.integration.config.ts --ci --runInBand 2>&1 || true)"\necho "$out"',
            ),
        ),
        "ITM412",
        "out=",
    ),
    Edit(
        "jest",
        "hide 18",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'local_rc=0\npnpm exec jest --config jest.integration.config.ts --ci --runInBand || local_rc=1\necho "$local_rc"',
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 19",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "if pnpm exec jest --config jest.integration.config.ts --ci --runInBand; then exit 0; else exit 0; fi",
            ),
        ),
        "ITM412",
        "if pnpm",
    ),
    Edit(
        "jest",
        "hide 20",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand ||\n  true",
            ),
        ),
        "ITM412",
        "  true",
    ),
    Edit(
        "jest",
        "hide 21",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand || exit 0",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "hide 22",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "for i in 1 2 3; do\n  pnpm exec jest --config jest.integration.config.ts --ci --runInBand && break\ndone\necho",
            ),
        ),
        "ITM412",
        "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
    ),
    Edit(
        "jest",
        "show 0",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand || exit 1",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 1",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "exec pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 2",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'set +e\npnpm exec jest --config jest.integration.config.ts --ci --runInBand\nrc=$?\nset -e\nexit "$rc"',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 3",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'pnpm exec jest --config jest.integration.config.ts --ci --runInBand || { rc=$?; echo "failed: $rc" >&2; exit "$rc"; }',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 4",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'rc=0\npnpm exec jest --config jest.integration.config.ts --ci --runInBand || rc=$?\nif (( rc != 0 )); then echo bad >&2; fi\nexit "$rc"',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 5",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand | tee log.txt",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 6",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "if pnpm exec jest --config jest.integration.config.ts --ci --runInBand; then echo ok; else exit 1; fi",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 7",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "if ! pnpm exec jest --config jest.integration.config.ts --ci --runInBand; then\n  echo bad\n  exit 1\nfi",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 8",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "run() { pnpm exec jest --config jest.integration.config.ts --ci --runInBand; }\nrun",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 9",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "run() { pnpm exec jest --config jest.integration.config.ts --ci --runInBand; }\nrun || exit $?",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 10",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'trap "rm -rf scratch" EXIT\npnpm exec jest --config jest.integration.config.ts --ci --runInBand',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 11",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'trap "rc=\\$?; rm -rf scratch; exit \\$rc" EXIT\npnpm exec jest --config jest.integration.config.ts --ci --runInBand',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 12",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand\nstatus=$?\nexit $status",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 13",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'set +o pipefail\npnpm exec jest --config jest.integration.config.ts --ci --runInBand | tee log.txt\nexit "${PIPESTATUS[0]}"',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 14",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "( pnpm exec jest --config jest.integration.config.ts --ci --runInBand )",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 15",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand &\nwait $!",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 16",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "rm -rf coverage || true\npnpm exec jest --config jest.integration.config.ts --ci --runInBand",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 17",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand && echo ok",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 18",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "set +e; pnpm exec jest --config jest.integration.config.ts --ci --runInBand; rc=$?; set -e; exit $rc",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 19",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'out="$(pnpm exec jest --config jest.integration.config.ts --ci --runInBand 2>&1)" || { echo "$out"; exit 1; }',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 20",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'set +e\npnpm exec jest --config jest.integration.config.ts --ci --runInBand\nrc=$?\nset -e\nif [ "$rc" -ne 0 ]; then\n  exit "$rc"\nfi\nexit 0',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 21",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                "rc=0\n{ pnpm exec jest --config jest.integration.config.ts --ci --runInBand || rc=$?; }\nexit $rc",
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "show 22",
        (
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'set +e\npnpm exec jest --config jest.integration.config.ts --ci --runInBand\ncode="$?"\nset -e\ncase "$code" in 0) ;; *) exit "$code" ;; esac',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "lost 0",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="$(integration_mode)"\nMODE="${INTEGRATION_MODE}"\n',
            ),
        ),
        "ITM412",
        "export INTEGRATION_MODE",
    ),
    Edit(
        "jest",
        "lost 1",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'readonly MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        "readonly MODE",
    ),
    Edit(
        "jest",
        "lost 2",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'declare MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        "declare MODE",
    ),
    Edit(
        "jest",
        "lost 3",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'read -r MODE < <(integration_mode)\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        "read -r",
    ),
    Edit(
        "jest",
        "lost 4",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE="$(integration_mode || echo repo)"\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        'MODE="$(',
    ),
    Edit(
        "jest",
        "lost 5",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE="$(integration_mode)" || MODE=repo\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        'MODE="$(',
    ),
    Edit(
        "jest",
        "lost 6",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE="$(integration_mode)" || true\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        'MODE="$(',
    ),
    Edit(
        "jest",
        "lost 7",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'set +e\nMODE="$(integration_mode)"\nset -e\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        'MODE="$(',
    ),
    Edit(
        "jest",
        "lost 8",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'f() {\n  local m="$(integration_mode)"\n  printf %s "$m"\n}\nMODE="$(f)"\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        "local m=",
    ),
    Edit(
        "jest",
        "lost 9",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'declare -x INTEGRATION_MODE="$(integration_mode)"\nMODE=$INTEGRATION_MODE\n',
            ),
        ),
        "ITM412",
        "declare -x",
    ),
    Edit(
        "jest",
        "lost 10",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE="$(integration_mode 2>/dev/null || true)"\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        'MODE="$(',
    ),
    Edit(
        "jest",
        "lost 11",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE=$(integration_mode) && export INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "ITM412",
        "MODE=$(",
    ),
    Edit(
        "jest",
        "kept 0",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE="$(integration_mode)" || exit 1\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "kept 1",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE="$(integration_mode)" || { echo bad >&2; exit 2; }\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "kept 2",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'declare MODE\nMODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "kept 3",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'INTEGRATION_MODE="$(integration_mode)"\nexport INTEGRATION_MODE\nMODE="${INTEGRATION_MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "kept 4",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'if ! MODE="$(integration_mode)"; then exit 1; fi\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "kept 5",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE="$(integration_mode | tr "[:upper:]" "[:lower:]")"\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "kept 6",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE="$(integration_mode)"\nreadonly MODE\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "kept 7",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'MODE=`integration_mode`\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "kept 8",
        (
            (
                'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n',
                'set +e\nMODE="$(integration_mode)"\nrc=$?\nset -e\nif [ $rc -ne 0 ]; then exit $rc; fi\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "event after suite",
        (
            ('printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"\n', ""),
            (
                "pnpm exec jest --config jest.integration.config.ts --ci --runInBand",
                'pnpm exec jest --config jest.integration.config.ts --ci --runInBand\nprintf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"',
            ),
        ),
        "ITM413",
        'JUNIT_PATH="$(resolve',
    ),
    Edit(
        "jest",
        "event before checks",
        (
            (
                "required_vars=(\n",
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"\nrequired_vars=(\n',
            ),
            ('done\nfi\n\nprintf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"', "done\nfi\n"),
        ),
        "ITM413",
        "printf '{",
    ),
    Edit(
        "jest",
        "event after junit",
        (
            ('printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"\n', ""),
            (
                'cd "${REPO_ROOT}/services/billing"',
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"\ncd "${REPO_ROOT}/services/billing"',
            ),
        ),
        "ITM413",
        'JUNIT_PATH="$(resolve',
    ),
    Edit(
        "jest",
        "junit early sourced",
        (
            ('source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"\n', ""),
            ('MODE="$(integration_mode)"', 'source "${REPO_ROOT}/tools/integration-runner/junit-path.sh"\nMODE="$(integration_mode)"'),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "export late",
        (
            ('export INTEGRATION_MODE="${MODE}"\n', ""),
            ('cd "${REPO_ROOT}/services/billing"', 'export INTEGRATION_MODE="${MODE}"\ncd "${REPO_ROOT}/services/billing"'),
        ),
        "ITM413",
        "require_cluster_mode",
    ),
    Edit(
        "jest",
        "helper late",
        (
            ('source "${REPO_ROOT}/tools/integration-runner/integration-mode.sh"\n', ""),
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\nsource "${REPO_ROOT}/tools/integration-runner/integration-mode.sh"\n',
            ),
        ),
        "ITM413",
        'MODE="$(',
    ),
    Edit(
        "jest",
        "event before export",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'printf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"\nexport INTEGRATION_MODE="${MODE}"\n',
            ),
            ('fi\n\nprintf \'{"event":"integration_test_started","service":"billing","mode":"%s"}\\n\' "${MODE}"', "fi\n"),
        ),
        "ITM413",
        "printf '{",
    ),
    Edit(
        "jest",
        "only 0",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\nif [[ "${MODE}" != "cluster" ]]; then\n  echo "cluster only" >&2\n  exit 1\nfi\n',
            ),
        ),
        "ITM415",
        'if [[ "${MODE}" !=',
    ),
    Edit(
        "jest",
        "only 1",
        (('export INTEGRATION_MODE="${MODE}"\n', 'export INTEGRATION_MODE="${MODE}"\n[[ "$MODE" == "cluster" ]] || exit 0\n'),),
        "ITM415",
        '[[ "$MODE" ==',
    ),
    Edit(
        "jest",
        "only 2",
        (('export INTEGRATION_MODE="${MODE}"\n', 'export INTEGRATION_MODE="${MODE}"\nrequire_cluster_mode\n'),),
        "ITM415",
        "require_cluster_mode",
    ),
    Edit(
        "jest",
        "only 3",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\ncase "$MODE" in\n  cluster) ;;\n  *) echo no; exit 0 ;;\nesac\n',
            ),
        ),
        "ITM415",
        "  *) echo",
    ),
    Edit(
        "jest",
        "only 4",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\nif [[ $MODE == cluster ]]; then\n  :\nelse\n  echo "skip"\n  exit 0\nfi\n',
            ),
        ),
        "ITM415",
        "else",
    ),
    Edit(
        "jest",
        "only 5",
        (('export INTEGRATION_MODE="${MODE}"\n', 'export INTEGRATION_MODE="${MODE}"\n[ "$MODE" != cluster ] && { echo skip; exit 0; }\n'),),
        "ITM415",
        '[ "$MODE" !=',
    ),
    Edit(
        "jest",
        "only 6",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\nonly() { [[ $MODE == cluster ]] || { echo no; exit 1; }; }\nonly\n',
            ),
        ),
        "ITM415",
        "only() {",
    ),
    Edit(
        "jest",
        "only 7",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\nif [[ "${MODE}" != "cluster" ]]; then exit 1; fi\nrequire_cluster_mode\n',
            ),
        ),
        "ITM415",
        'if [[ "${MODE}" !=',
    ),
    Edit(
        "jest",
        "only 8",
        (('export INTEGRATION_MODE="${MODE}"\n', 'export INTEGRATION_MODE="${MODE}"\ntest "$MODE" = cluster || exit 1\n'),),
        "ITM415",
        'test "$MODE"',
    ),
    Edit(
        "jest",
        "only 9",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\ncase "$MODE" in\n  repo|local)\n    echo "not supported" >&2\n    exit 1\n    ;;\nesac\n',
            ),
        ),
        "ITM415",
        "repo|local)",
    ),
    Edit(
        "jest",
        "fixture may fail",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\nif [[ $MODE != cluster ]]; then\n  [[ -f services/billing/__mocks__/fixtures.ts ]] || { echo "no fixtures" >&2; exit 1; }\nfi\n',
            ),
        ),
        "",
        "",
    ),
    Edit(
        "jest",
        "unknown mode arm",
        (
            (
                'export INTEGRATION_MODE="${MODE}"\n',
                'export INTEGRATION_MODE="${MODE}"\ncase "$MODE" in\n  repo|local|cluster) ;;\n  *) exit 1 ;;\nesac\n',
            ),
        ),
        "",
        "",
    ),
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit.base}-{edit.code or 'silent'}-{edit.title}".replace(" ", "-"))
def test_one_edit_is_one_finding(edit: Edit) -> None:
    assert findings(edit.script, edit.files) == edit.expected


@pytest.mark.parametrize("name", COMPLIANT)
def test_the_execute_bit(name: str) -> None:
    assert findings(COMPLIANT[name], executable=False) == [("ITM414", 1)]


def run_for_real(edit: Edit, folder: Path, mode: str) -> subprocess.CompletedProcess[bytes]:
    """Run a script of these tests in a tree of its own, with a suite that says so and fails."""
    stubs = {"bin/git": f"#!/bin/sh\necho {folder}\n", "bin/pnpm": "#!/bin/sh\necho the suite runs >&2\nexit 7\n"}
    for path, text in {**HELPERS, RUNNER: edit.script, **stubs}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
        (folder / path).chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "INTEGRATION_MODE": mode}
    return subprocess.run(["bash", folder / RUNNER], env=environment, capture_output=True, cwd=folder, timeout=60)


NEEDS_BASH = pytest.mark.skipif(shutil.which("bash") is None, reason="no bash")


@NEEDS_BASH
@pytest.mark.parametrize("edit", [e for e in EDITS if e.title.startswith(("hide ", "show "))], ids=lambda edit: edit.title)
def test_bash_agrees_on_what_hides_a_failure(edit: Edit, tmp_path: Path) -> None:
    """With a suite that fails, the script ends well exactly where its failure is reported as hidden."""
    done = run_for_real(edit, tmp_path, "repo")
    assert b"integration_test_started" in done.stdout, done.stderr
    # The contract forbids a trailing `exit 0` in so many words, although a strict script never gets there.
    trailing = edit.script.endswith("--runInBand\nexit 0\n")
    assert (done.returncode == 0) == (edit.code == "ITM412" and not trailing)


@NEEDS_BASH
@pytest.mark.parametrize("edit", [e for e in EDITS if e.title.startswith(("lost ", "kept "))], ids=lambda edit: edit.title)
def test_bash_agrees_on_where_an_unknown_mode_goes_on(edit: Edit, tmp_path: Path) -> None:
    """In an unknown mode the suite runs exactly where the helper's failure is reported as lost."""
    done = run_for_real(edit, tmp_path, "clutser")
    # `read` meets the end of its input and fails by itself: the helper's status is lost all the same.
    lost = edit.code == "ITM412" and "read -r" not in edit.script
    assert (b"the suite runs" in done.stderr) == lost, done.stderr


@NEEDS_BASH
@pytest.mark.parametrize(
    "edit", [e for e in EDITS if e.base == "jest" and e.code in ("ITM411", "ITM415")], ids=lambda edit: f"{edit.code}-{edit.title}"
)
def test_bash_agrees_on_what_does_not_run_outside_the_cluster(edit: Edit, tmp_path: Path) -> None:
    """With nothing set, the suite runs in mode `repo` unless a demand or a refusal is reported."""
    done = run_for_real(edit, tmp_path, "repo")
    unasked = edit.title in ("no require", "array unchecked")
    assert (b"the suite runs" in done.stderr) == unasked, done.stderr


def test_an_undocumented_variable_is_a_warning() -> None:
    script = COMPLIANT["jest"].replace("#   BILLING_DATABASE_URL  connection string\n", "")
    outcome = engine.check_sources({**HELPERS, **SUITE, RUNNER: script}, executable=[RUNNER])
    assert [(f.code, f.severity) for f in outcome.run.findings] == [("ITM410", Severity.WARNING)]


PREAMBLE = """#!/usr/bin/env bash
set -euo pipefail
root="$(git rev-parse --show-toplevel)"
source "$root/tools/integration-runner/integration-mode.sh"
source "$root/tools/integration-runner/junit-path.sh"
MODE="$(integration_mode)"
export INTEGRATION_MODE="$MODE"
require_all() {
  local name
  for name in "$@"; do
    [[ -n "${!name:-}" ]] || { echo "missing $name" >&2; exit 1; }
  done
}
started() {
  printf '{"event":"integration_test_started","service":"%s","mode":"%s"}\\n' "$1" "$MODE"
}
"""
SHORT = """#!/usr/bin/env bash
# BILLING_URL
source "$(dirname "${BASH_SOURCE[0]}")/../../../../scripts/preamble.sh"
required_vars=(BILLING_URL)
if [[ "$MODE" == "cluster" ]]; then
  require_cluster_mode
  require_all "${required_vars[@]}"
fi
started billing
pytest --junitxml="$(resolve_junit_path billing)"
"""


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("set -euo pipefail\n", "", [("ITM401", 1)]),
        ('source "$root/tools/integration-runner/integration-mode.sh"\n', "", [("ITM402", 1)]),
        ('source "$root/tools/integration-runner/junit-path.sh"\n', "", [("ITM403", 1)]),
        ('MODE="$(integration_mode)"', 'MODE="${INTEGRATION_MODE:-repo}"', [("ITM404", 1)]),
        ("export INTEGRATION_MODE", "INTEGRATION_MODE", [("ITM405", 1)]),
        ("integration_test_started", "started", [("ITM406", 1)]),
        ('"mode":"%s"}', '"level":"%s"}', [("ITM406", 9)]),
        ('MODE="$(integration_mode)"', 'readonly MODE="$(integration_mode)"', [("ITM412", 3)]),
        ('export INTEGRATION_MODE="$MODE"', 'export INTEGRATION_MODE="$MODE"\nnpm ci', [("ITM408", 3)]),
        ('export INTEGRATION_MODE="$MODE"', 'export INTEGRATION_MODE="$MODE"\n[[ $MODE == cluster ]] || exit 1', [("ITM415", 3)]),
    ],
)
def test_a_sourced_file_counts(old: str, new: str, expected: list[tuple[str, int]]) -> None:
    """What a sourced file does is done by the runner, at the line that brings the file in."""
    tree = {**HELPERS, **SUITE, "scripts/preamble.sh": PREAMBLE.replace(old, new), RUNNER: SHORT}
    outcome = engine.check_sources(tree, executable=[RUNNER])
    assert [(f.code, f.span.line) for f in outcome.run.findings if f.path == RUNNER] == expected


def test_a_file_that_is_not_there_holds_nothing() -> None:
    """What a runner sources counts where it can be followed; the file it names is missing."""
    assert findings(SHORT) == [("ITM401", 1), ("ITM402", 1), ("ITM403", 1), ("ITM404", 1), ("ITM406", 1)]


@pytest.mark.parametrize("line", ['source "$LIBRARY"', 'source "$(find . -name preamble.sh)"', '. "${ROOT}/lib/$(uname -s)"'])
def test_a_file_that_nobody_knows_may_hold_what_is_missing(line: str) -> None:
    script = COMPLIANT["plain"].replace("source tools/integration-runner/junit-path.sh", line)
    assert [f for f in findings(script) if f[0] != "ITM411"] == []


def test_a_runner_read_alone_may_source_what_is_missing() -> None:
    outcome = engine.check_sources({RUNNER: SHORT}, options=engine.Options(cross_file=False), executable=[RUNNER])
    assert [f.code for f in outcome.run.findings if f.code.startswith("ITM4")] == []


def test_a_file_is_found_after_a_change_of_folder() -> None:
    script = SHORT.replace(
        'source "$(dirname "${BASH_SOURCE[0]}")/../../../../scripts/preamble.sh"',
        'cd "$(git rev-parse --show-toplevel)/scripts"\n. ./preamble.sh',
    )
    assert findings(script, {"scripts/preamble.sh": PREAMBLE}) == []


@pytest.mark.parametrize(
    "line", [". .venv/bin/activate", 'source "$NVM_DIR/nvm.sh"', "source .env.test", 'source "$HOME/.profile"', "source /etc/os-release"]
)
def test_an_environment_file_holds_no_step(line: str) -> None:
    script = COMPLIANT["plain"].replace("source tools/integration-runner/junit-path.sh", line)
    assert ("ITM403", 1) in findings(script)


@pytest.mark.parametrize(
    ("path", "prefix"),
    [
        ("services/extensions-runtime/__tests__/integration/run_integration_tests.sh", "EXTENSIONS_RUNTIME"),
        ("services/www_acme/__tests__/integration/run_integration_tests.sh", "WWW_ACME"),
        ("packages/sdk-go/__tests__/integration/run_integration_tests.sh", "SDK_GO"),
        ("primitives/process/order-flow/tests/run_integration_tests.sh", "ORDER_FLOW"),
        ("tests/integration/smoke/run_integration_tests.sh", "SMOKE"),
    ],
)
def test_the_prefix_is_the_suites_last_folder(path: str, prefix: str) -> None:
    right = COMPLIANT["jest"].replace("BILLING", prefix)
    found = engine.check_sources({**HELPERS, path: right}, executable=[path]).run.findings
    assert [f.code for f in found if f.code.startswith("ITM4")] == []
    wrong = COMPLIANT["jest"].replace("BILLING", "PAYMENTS")
    found = engine.check_sources({**HELPERS, path: wrong}, executable=[path]).run.findings
    assert [(f.code, f.span.line) for f in found if f.code.startswith("ITM4")] == [("ITM410", 20), ("ITM410", 21)]


def test_helpers_and_other_scripts_are_no_runners() -> None:
    tree = {**HELPERS, **SUITE, "scripts/build.sh": "npm ci\necho ${A:-b}\n", RUNNER: COMPLIANT["jest"]}
    assert engine.check_sources(tree, executable=[RUNNER]).run.findings == []


def test_the_order_of_files_changes_nothing() -> None:
    tree = {**HELPERS, **SUITE, "scripts/preamble.sh": PREAMBLE.replace("export ", ""), RUNNER: SHORT}
    forwards = engine.check_sources(tree, executable=[RUNNER]).run.findings
    backwards = engine.check_sources(dict(reversed(tree.items())), executable=[RUNNER]).run.findings
    assert forwards == backwards
    assert [f.code for f in forwards] == ["ITM405"]


@pytest.mark.parametrize("name", COMPLIANT)
def test_half_a_script_does_no_harm(name: str) -> None:
    """However a script is cut off, it is read without a failure."""
    text = COMPLIANT[name]
    for cut in range(0, len(text), 61):
        outcome = engine.check_sources({RUNNER: text[:cut]}, executable=[RUNNER])
        assert not outcome.failures


@pytest.mark.parametrize(
    "script",
    [
        "f() { f; }\nf\n",
        "while true; do :; done\n",
        "while :; do while :; do while :; do echo; done; done; done\n",
        "source run_integration_tests.sh\n",
        'eval "$0"\neval "eval \'eval x\'"\n',
        "a=x; for i in 1 2 3 4 5 6 7 8; do a=$a$a$a$a$a$a$a$a; done; echo $a\n",
        "x=(); for i in $(seq 99999999); do x+=($i ${x[@]}); done\n",
        "echo ${x[99999999999999999999]} $((1/0)) $((10**99999)) $((1<<99999)) ${!x} ${#} ${x:?} ${@:1:2}\n",
        "printf '%d %s %' a; printf; printf -v; read; trap; set; export; shift 9; return 3; break; unset; wait; source; eval; exec; test; [ ]\n",
        "if; then; fi\ncase x in esac\n((",
        "[[ aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab =~ ^(a+)+$ ]]; [[ $x =~ [ ]]\n",
        "echo " + "{a,b}" * 60 + "\n",
        "a=xxxxxxxx; while true; do a=$a$a$a$a; b+=($a $a); done\n" * 3,
    ],
)
def test_no_script_hangs_or_fails(script: str) -> None:
    assert not engine.check_sources({RUNNER: script}, executable=[RUNNER]).failures


def test_a_here_document_names_its_parameters() -> None:
    """``$1`` in a here-document is an expansion, although the grammar takes it for text."""
    module = lower("bash", "x.sh", b"cat <<EOF\na $1 \\$2 ${x}\nEOF\n")
    assert "name='1'" in repr(module.shell)
    assert "name='2'" not in repr(module.shell)


def test_texts() -> None:
    assert printed(["%s-%s\\n", "a", "b", "c"]) == "a-b\nc-\n"
    assert printed(['{"a":%d}%%\\n', "3"]) == '{"a":3}%\n'
    assert printed(["plain\\n", "unused"]) == "plain\n"
    assert trimmed("a/b/c", "##", "*/") == "c"
    assert trimmed("a/b/c", "#", "*/") == "b/c"
    assert trimmed("a/b/c", "%", "/*") == "a/b"
    assert trimmed("a/b/c", "%%", "/*") == "a"
    assert trimmed(UNKNOWN, "%", "/*") == UNKNOWN
    assert replaced("a-b-c", "-", "_", every=True) == "a_b_c"
    assert replaced("a-b-c", "-", "_", every=False) == "a_b-c"
    assert braces("A_{X,Y}") == ["A_X", "A_Y"]
    assert matches("cluster", "c*") is True
    assert matches("repo", "@(cluster|live)") is False
    assert matches(UNKNOWN, "cluster") is None
    assert matches(SOME, "") is False
    values = {"n": "3", "m": UNKNOWN}
    assert calculated("n > 2 && !0", values.get) == 1
    assert calculated("n * 2 + 1", values.get) == 7
    assert calculated("m + 1", values.get) is None
    assert calculated("import os", values.get) is None
