"""The example monorepo: it keeps the contract, its runners and mode helpers really work, and each single edit that breaks it is one finding."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from lint430.config import Config, Configs
from lint430.engine import check_sources, run
from lint430.integrations.cli import main
from lint430.languages import languages, lower
from lint430.model import Severity, Suite
from lint430.repository.discover import discover
from lint430.repository.reading import LanguageTable
from lint430.repository.suites import find_suites

ROOT = Path(__file__).parent.parent
MONOREPO = ROOT / "examples" / "monorepo"
RUNNER = "__tests__/integration/run_integration_tests.sh"
HELPERS = "tools/integration-runner"

DOUBLES = {
    "services/platform": "client.ts index.ts",
    "services/graph": "service.ts",
    "services/www_ameide_platform": "handlers.ts next/headers.ts next/navigation.ts",
    "services/www_ameide": "fixtures.ts http.ts index.ts",
    "services/repository": "client.ts fixtures.ts index.ts",
    "services/threads": "client.ts fixtures.ts index.ts",
    "services/chat": "client.ts fixtures.ts",
    "services/transformation": "client.ts fixtures.ts handlers.ts",
    "services/workflows": "client.ts fixtures.ts",
    "services/inference": "fixtures.py grpc.py http.py websocket.py",
    "services/agents_runtime": "clients.py fixtures.py grpc.py",
    "services/workflows_runtime": "fixtures.py temporal.py",
    "services/workflow_worker": "temporal.py",
    "services/agents": "server.go",
    "services/inference_gateway": "inference.go",
}
PACKAGES = {"packages/ameide_sdk_go": "go", "packages/ameide_sdk_ts": "typescript", "packages/ameide_sdk_python": "python"}
SUITES = sorted([*DOUBLES, *PACKAGES])
SPECS = {"auth": 2, "navigation": 5, "graphs": 1, "onboarding": 2, "invitations": 1}
WITHOUT_FIXTURES = sorted(service for service, files in DOUBLES.items() if "fixtures." not in files)

FILES = [entry.path.removeprefix("examples/monorepo/") for entry in discover(ROOT, Configs(ROOT), (MONOREPO,)).entries]
SOURCES = {path: (MONOREPO / path).read_text() for path in FILES}
EXECUTABLE = frozenset(path for path in FILES if os.access(MONOREPO / path, os.X_OK))
SCRIPTS = [path for path in FILES if path.endswith(".sh")]

Found = Counter[tuple[str, int, str]]


def findings(sources: Mapping[str, str], executable: frozenset[str] = EXECUTABLE) -> Found:
    """Lint the monorepo with other contents; give each finding as path, line and code."""
    outcome = check_sources(sources, executable=executable)
    assert not outcome.failures
    return Counter((f.path, f.span.line, f.code) for f in outcome.run.findings)


EXPECTED: Found = Counter((f"{service}/{RUNNER}", 1, "ITM503") for service in WITHOUT_FIXTURES)


# --- what is there ---------------------------------------------------------------------------------------------------------------


def test_suites_by_kind_and_language() -> None:
    suites = find_suites(FILES, Config())

    def count(kind: str) -> Counter[str | None]:
        return Counter(suite.language for suite in suites if suite.kind == kind)

    assert sorted(suite.path for suite in suites) == SUITES
    assert len(suites) == 18
    assert count("service") == {"typescript": 9, "python": 4, "go": 2}
    assert {suite.path: suite.language for suite in suites if suite.kind == "package"} == PACKAGES
    assert all(suite.runner == f"{suite.path}/{RUNNER}" for suite in suites)


def test_doubles() -> None:
    there = {
        service: [path.partition("/__mocks__/")[2] for path in FILES if path.startswith(f"{service}/__mocks__/")] for service in SUITES
    }
    assert {service: " ".join(files) for service, files in there.items() if files} == DOUBLES
    assert sum("/__mocks__/" in path for path in FILES) == len(" ".join(DOUBLES.values()).split())


def test_mode_helpers() -> None:
    names = ["integration-mode.sh", "integration_mode.py", "junit-path.sh", "run-jest-integration.sh", "ts/mode.ts"]
    assert [path for path in FILES if path.startswith(f"{HELPERS}/")] == [f"{HELPERS}/{name}" for name in names]


def test_specs_by_feature() -> None:
    specs = [path for path in FILES if path.endswith(".spec.ts")]
    assert Counter(path.split("/")[-2] for path in specs) == SPECS
    assert all(path.startswith("services/www_ameide_platform/__tests__/e2e/") for path in specs)


def test_it_stays_small() -> None:
    assert len(FILES) < 250
    assert max(len(text.splitlines()) for path, text in SOURCES.items() if path != "lint430.toml") < 120


# --- it keeps the contract -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy that is a repository of its own, its execute bits in git's index."""
    root = tmp_path_factory.mktemp("monorepo")
    shutil.copytree(MONOREPO, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for command in (["init", "--quiet"], ["add", "--all"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    return root


def test_a_repository_of_its_own_has_six_notes(own: Path) -> None:
    outcome = run(own, Configs(own))
    assert not outcome.failures
    assert outcome.run.stats.suites == 18
    assert Counter((f.path, f.span.line, f.code) for f in outcome.run.findings) == EXPECTED
    assert {f.severity for f in outcome.run.findings} == {Severity.NOTE}
    assert len(outcome.run.findings) == 6


def test_no_file_is_suppressed_or_left_out(own: Path) -> None:
    assert [entry.path for entry in discover(own, Configs(own)).entries] == FILES
    assert not any("lint430" in text for text in SOURCES.values())


def test_in_place_it_has_the_same_notes() -> None:
    outcome = run(ROOT, Configs(ROOT), (str(MONOREPO),))
    assert Counter((f.path.removeprefix("examples/monorepo/"), f.span.line, f.code) for f in outcome.run.findings) == EXPECTED


def test_the_command_finds_nothing_to_fail_on(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (own, MONOREPO):
        assert main(["check", "--fail-on", "warning", str(path)]) == 0
        assert "Found 6 findings (6 notes)" in capsys.readouterr().out


def test_order_and_sifting_do_not_matter() -> None:
    assert findings(dict(reversed(SOURCES.items()))) == findings(SOURCES) == EXPECTED


# --- every file is well formed ---------------------------------------------------------------------------------------------------


def test_nothing_has_a_syntax_error() -> None:
    table = LanguageTable(languages())
    seen = Counter[str]()
    for path, text in SOURCES.items():
        language = table.language_of(path, text.encode())
        if language is not None:
            seen[language] += 1
            assert not lower(language, path, text.encode()).errors, path
            if language == "python":
                ast.parse(text)
    assert min(seen[language] for language in ("typescript", "python", "go", "bash", "manifest")) > 15, seen


@pytest.mark.parametrize("path", SCRIPTS)
def test_bash_reads_each_script(path: str) -> None:
    subprocess.run(["bash", "-n", str(MONOREPO / path)], check=True)


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="ShellCheck is not installed")
def test_shellcheck_is_content() -> None:
    done = subprocess.run(["shellcheck", *SCRIPTS], cwd=MONOREPO, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(shutil.which("gofmt") is None, reason="Go is not installed")
def test_gofmt_is_content() -> None:
    done = subprocess.run(["gofmt", "-l", *(path for path in FILES if path.endswith(".go"))], cwd=MONOREPO, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
@pytest.mark.parametrize("path", [path for path in FILES if path.endswith((".mjs", ".cjs"))])
def test_node_reads_each_script(path: str) -> None:
    subprocess.run(["node", "--check", str(MONOREPO / path)], check=True)


def test_ruff_is_content() -> None:
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            ["ruff", *command, "--no-cache", "--config", str(MONOREPO / "ruff.toml"), str(MONOREPO)],
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        )
        assert done.returncode == 0, done.stdout


# --- the runners work ------------------------------------------------------------------------------------------------------------

STUB = """#!/bin/bash
printf '%s\\n' "${0##*/} $*" >>"${STUB_LOG}"
printf '%s\\n' "${INTEGRATION_MODE:-unset}" >>"${STUB_LOG}.modes"
[[ "${0##*/} $1" == "go run" ]] || exit "${STUB_STATUS:-0}"
"""
"""A test tool that writes down how it was called and in which mode. `go run` converts a report: it passes even where the tests fail."""


@dataclass(frozen=True)
class Ran:
    """What a runner did."""

    status: int
    stdout: str
    stderr: str
    commands: list[str]
    """How the test tools were called, sorted: the two ends of a pipeline start in any order."""
    modes: set[str]
    """The values of `INTEGRATION_MODE` that they saw."""

    @property
    def events(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.stdout.splitlines() if "integration_test_started" in line]


Start = Callable[..., Ran]


@pytest.fixture
def start(own: Path, tmp_path: Path) -> Start:
    """Give a function that runs a suite's runner from elsewhere, with stubs for every test tool and nothing of the caller's environment."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("jest", "pnpm", "npx", "pytest", "python", "go"):
        (tools / name).write_text(STUB)
        (tools / name).chmod(0o755)

    def go(suite: str, **environment: str) -> Ran:
        log, modes = tmp_path / "log", tmp_path / "log.modes"
        for path in (log, modes):
            path.write_text("")
        done = subprocess.run(
            [own / suite / RUNNER],
            cwd=tmp_path,
            env={"PATH": f"{tools}:/usr/bin:/bin", "STUB_LOG": str(log), **environment},
            capture_output=True,
            text=True,
            timeout=30,
        )
        return Ran(done.returncode, done.stdout, done.stderr, sorted(log.read_text().splitlines()), set(modes.read_text().split()))

    return go


def required(suite: str) -> dict[str, str]:
    """Give the variables that a runner requires, each with a value."""
    found = re.search(r"^required_vars=\(([^)]*)\)", SOURCES[f"{suite}/{RUNNER}"], re.MULTILINE)
    assert found is not None
    return {name: f"value-of-{name.lower()}" for name in found[1].split()}


@pytest.mark.parametrize("suite", SUITES)
def test_outside_the_cluster_a_runner_needs_nothing(suite: str, start: Start) -> None:
    for environment, mode in (({}, "repo"), ({"INTEGRATION_MODE": "REPO"}, "repo"), ({"INTEGRATION_MODE": "local"}, "local")):
        ran = start(suite, **environment)
        assert (ran.status, ran.stderr) == (0, "")
        assert ran.events == [{"event": "integration_test_started", "service": suite.partition("/")[2], "mode": mode}]
        assert ran.modes == {mode}
        assert ran.commands


@pytest.mark.parametrize("suite", SUITES)
def test_in_the_cluster_a_runner_runs_the_same(suite: str, start: Start, own: Path) -> None:
    ran = start(suite, INTEGRATION_MODE="cluster", **required(suite))
    assert (ran.status, ran.stderr) == (0, "")
    assert ran.events == [{"event": "integration_test_started", "service": suite.partition("/")[2], "mode": "cluster"}]
    assert ran.modes == {"cluster"}
    assert ran.commands == start(suite).commands
    report = own / "artifacts" / "integration" / f"{suite.partition('/')[2]}.xml"
    tool = {"typescript": "jest", "python": "pytest", "go": "go test"}[languages_of_suites()[suite].language or ""]
    assert any(tool in command for command in ran.commands)
    assert report.parent.is_dir()
    if tool != "jest":
        assert any(str(report) in command for command in ran.commands)


@pytest.mark.parametrize("suite", SUITES)
def test_in_the_cluster_every_variable_is_required(suite: str, start: Start) -> None:
    for name in required(suite):
        for left in ({}, {name: ""}):
            ran = start(suite, INTEGRATION_MODE="cluster", **{key: value for key, value in required(suite).items() if key != name}, **left)
            assert ran.status == 1
            assert name in ran.stderr
            assert (ran.events, ran.commands) == ([], [])


@pytest.mark.parametrize("suite", SUITES)
def test_an_unknown_mode_stops_a_runner(suite: str, start: Start) -> None:
    for mode in ("mock", "clsuter", "repo "):
        ran = start(suite, INTEGRATION_MODE=mode, **required(suite))
        assert ran.status == 1
        assert f"INTEGRATION_MODE must be repo, local or cluster, not {mode}" in ran.stderr
        assert (ran.events, ran.commands) == ([], [])


@pytest.mark.parametrize("suite", SUITES)
def test_a_failing_suite_fails_its_runner(suite: str, start: Start) -> None:
    assert start(suite, STUB_STATUS="3").status == 3


def languages_of_suites() -> dict[str, Suite]:
    return {suite.path: suite for suite in find_suites(FILES, Config())}


def test_jest_writes_the_report_where_the_runner_says(own: Path, tmp_path: Path) -> None:
    (tmp_path / "pnpm").write_text('#!/bin/bash\nprintf "%s %s\\n" "${PWD}" "${JEST_JUNIT_OUTPUT_FILE}"\n')
    (tmp_path / "pnpm").chmod(0o755)
    done = subprocess.run(
        [own / "services/chat" / RUNNER], env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == f"{own}/services/chat {own}/artifacts/integration/chat.xml"


@pytest.mark.parametrize(
    ("value", "printed", "status"), [(None, "repo", 0), ("", "repo", 0), ("Cluster", "cluster", 0), ("LOCAL", "local", 0), ("mock", "", 1)]
)
def test_the_helpers_agree_on_the_mode(value: str | None, printed: str, status: int) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"} | ({} if value is None else {"INTEGRATION_MODE": value})
    for command in (
        ["bash", "-c", "source ./integration-mode.sh; integration_mode"],
        [sys.executable, "-c", "import integration_mode; print(integration_mode.integration_mode())"],
    ):
        done = subprocess.run(command, cwd=MONOREPO / HELPERS, env=environment, capture_output=True, text=True)
        assert (done.stdout.strip(), done.returncode) == (printed, status)


def test_require_cluster_mode_refuses_other_modes() -> None:
    script = "set -e; source ./integration-mode.sh; require_cluster_mode; echo ready"
    for mode, printed, status in (("repo", "", 1), ("cluster", "ready", 0), ("mock", "", 1)):
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=MONOREPO / HELPERS,
            env={"INTEGRATION_MODE": mode, "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
        )
        assert (done.stdout.strip(), done.returncode) == (printed, status)


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_e2e_runs_in_the_cluster_only(tmp_path: Path) -> None:
    (tmp_path / "pnpm").write_text('#!/bin/bash\necho "$* ${WWW_AMEIDE_PLATFORM_BASE_URL} ${WWW_AMEIDE_PLATFORM_E2E_USER}"\nexit 4\n')
    (tmp_path / "pnpm").chmod(0o755)
    script = MONOREPO / "services/www_ameide_platform/tests/scripts/run-playwright-e2e.mjs"

    def e2e(**environment: str) -> subprocess.CompletedProcess[str]:
        path = f"{tmp_path}:{os.environ['PATH']}"
        return subprocess.run(["node", str(script)], env={"PATH": path, **environment}, capture_output=True, text=True)

    assert "E2E needs INTEGRATION_MODE=cluster, not repo" in e2e().stderr
    assert "Invalid URL" in e2e(INTEGRATION_MODE="cluster").stderr
    ran = e2e(INTEGRATION_MODE="cluster", WWW_AMEIDE_PLATFORM_BASE_URL="https://portal.test/")
    assert (ran.returncode, ran.stdout.strip()) == (4, "exec playwright test https://portal.test e2e@ameide.test")


# --- each edit that breaks it is one finding -------------------------------------------------------------------------------------

JEST = 'run-jest-integration.sh" "${ROOT}/services/graph" "${JUNIT_PATH}"'
PYTEST = 'python -m pytest __tests__/integration --junitxml="${JUNIT_PATH}"'
GO_TEST = 'go run "${ROOT}/tools/gotest-junit" agents "${JUNIT_PATH}"'
SOURCE_MODE = 'source "${ROOT}/tools/integration-runner/integration-mode.sh"\n'
SOURCE_JUNIT = 'source "${ROOT}/tools/integration-runner/junit-path.sh"\n'


@dataclass(frozen=True)
class Mutation:
    """One edit of one file, and the one finding it gives: the code, and the text of the line it stands on (empty: line 1)."""

    title: str
    path: str
    old: str
    new: str
    code: str
    at: str = ""

    def apply(self) -> dict[str, str]:
        assert SOURCES[self.path].count(self.old) == 1, f"{self.old!r} must stand once in {self.path}"
        return {**SOURCES, self.path: SOURCES[self.path].replace(self.old, self.new)}


def runner(suite: str) -> str:
    return f"{suite}/{RUNNER}"


def in_suite(suite: str, name: str) -> str:
    return f"{suite}/__tests__/integration/{name}"


MUTATIONS = [
    Mutation("no mode helper", runner("services/agents"), SOURCE_MODE, "", "ITM402"),
    Mutation("no helper for the report", runner("packages/ameide_sdk_ts"), SOURCE_JUNIT, "", "ITM403"),
    Mutation("a hidden failure of Jest", runner("services/graph"), JEST, f"{JEST} || true", "ITM412", "|| true"),
    Mutation("a hidden failure of pytest", runner("services/inference"), PYTEST, f"{PYTEST} || true", "ITM412", "|| true"),
    Mutation("a hidden failure of go test", runner("services/agents"), GO_TEST, f"{GO_TEST} || true", "ITM412", "|| true"),
    Mutation(
        "testMatch by the mode",
        "services/www_ameide_platform/jest.config.cjs",
        "  rootDir: __dirname,\n",
        '  rootDir: __dirname,\n  testMatch: [process.env.INTEGRATION_MODE === "cluster" ? "**/*.test.ts" : "**/graph-*.test.ts"],\n',
        "ITM302",
        "testMatch",
    ),
    Mutation(
        "tests chosen by the runner",
        runner("services/inference"),
        PYTEST,
        f'args=()\nif [[ "${{MODE}}" != "cluster" ]]; then\n  args+=(-k complete)\nfi\n{PYTEST} "${{args[@]}}"',
        "ITM302",
        "!= ",
    ),
    Mutation(
        "a runtime branch in TypeScript",
        "services/chat/src/transcript.ts",
        "  return messages\n",
        '  if (process.env.INTEGRATION_MODE === "repo") {\n    return "";\n  }\n  return messages\n',
        "ITM101",
        "if (",
    ),
    Mutation(
        "a runtime branch in Python",
        "services/inference/src/inference/routing.py",
        "    if not models:\n",
        '    import os\n\n    if os.environ.get("INTEGRATION_MODE") == "repo":\n        return models[0]\n    if not models:\n',
        "ITM101",
        "INTEGRATION_MODE",
    ),
    Mutation(
        "a runtime branch in Go",
        "services/inference_gateway/cmd/gateway/main.go",
        "\tif err != nil {\n",
        '\tif os.Getenv("INTEGRATION_MODE") == "repo" {\n\t\tbackend = &url.URL{Scheme: "http", Host: "localhost"}\n\t}\n\tif err != nil {\n',
        "ITM101",
        "INTEGRATION_MODE",
    ),
    Mutation(
        "a skip in mock mode in TypeScript",
        in_suite("services/chat", "threads.integration.test.ts"),
        '  it("gives a transcript"',
        '  (process.env.INTEGRATION_MODE === "cluster" ? it : it.skip)("gives a transcript"',
        "ITM201",
        "it.skip",
    ),
    Mutation(
        "a skip in mock mode in Python",
        in_suite("services/inference", "test_stream.py"),
        "def test_streams",
        'import pytest\nfrom integration_mode import is_cluster\n\n\n@pytest.mark.skipif(not is_cluster(), reason="needs the cluster")\ndef test_streams',
        "ITM201",
        "skipif",
    ),
    Mutation(
        "a skip in mock mode in Go",
        in_suite("services/inference_gateway", "gateway_test.go"),
        "func TestRefusals(t *testing.T) {\n",
        'func TestRefusals(t *testing.T) {\n\tif currentMode(t) != cluster {\n\t\tt.Skip("needs the cluster")\n\t}\n',
        "ITM201",
        "t.Skip",
    ),
    Mutation(
        "a guard return",
        in_suite("services/graph", "elements.test.ts"),
        "    const first = await",
        '    if (process.env.INTEGRATION_MODE !== "cluster") return;\n    const first = await',
        "ITM201",
        "return",
    ),
    Mutation(
        "an assertion in the cluster only",
        in_suite("services/platform", "cross-service.test.ts"),
        "  expect(await",
        '  if (process.env.INTEGRATION_MODE === "cluster") expect(await',
        "ITM202",
        "expect(await",
    ),
    Mutation(
        "an expectation by the mode",
        in_suite("services/www_ameide", "contact.test.ts"),
        "toBe(202)",
        'toBe(process.env.INTEGRATION_MODE === "cluster" ? 202 : 200)',
        "ITM203",
        "toBe(process",
    ),
    Mutation(
        "a default in a runner",
        runner("services/graph"),
        'JUNIT_PATH="$(',
        'export GRAPH_DATABASE_URL="${GRAPH_DATABASE_URL:-postgres://localhost/graph}"\nJUNIT_PATH="$(',
        "ITM407",
        ":-postgres",
    ),
    Mutation(
        "a default in a TypeScript harness",
        in_suite("services/graph", "helpers.ts"),
        'requireEnv("GRAPH_DATABASE_URL")',
        'process.env.GRAPH_DATABASE_URL ?? "postgres://localhost/graph"',
        "ITM207",
        "??",
    ),
    Mutation(
        "a default in a Python harness",
        in_suite("packages/ameide_sdk_python", "helpers.py"),
        'url = require_env("AMEIDE_SDK_PYTHON_GRAPH_URL")',
        'import os\n\n        url = os.environ.get("AMEIDE_SDK_PYTHON_GRAPH_URL", "http://localhost:8080")',
        "ITM207",
        "localhost:8080",
    ),
    Mutation(
        "a default in a Go harness",
        in_suite("services/inference_gateway", "helpers.go"),
        't.Fatal("INFERENCE_GATEWAY_URL must be set when INTEGRATION_MODE is cluster")',
        'address = "http://localhost:8080"',
        "ITM207",
        "localhost:8080",
    ),
    Mutation(
        "extra arguments for Jest",
        f"{HELPERS}/run-jest-integration.sh",
        "--ci --runInBand __tests__/integration",
        "--ci --runInBand ${JEST_EXTRA_ARGS:-} __tests__/integration",
        "ITM301",
        "JEST_EXTRA_ARGS",
    ),
    Mutation(
        "extra arguments for Jest in one runner",
        runner("services/www_ameide_platform"),
        "pnpm exec jest",
        'export JEST_EXTRA_ARGS="--bail"\npnpm exec jest',
        "ITM301",
        "JEST_EXTRA_ARGS",
    ),
    Mutation(
        "a workflow in no stated mode",
        ".github/workflows/nightly.yml",
        "    env:\n      INTEGRATION_MODE: cluster\n    steps:\n      - uses: actions/checkout@v4\n      - run: ${{",
        "    steps:\n      - uses: actions/checkout@v4\n      - run: ${{",
        "ITM603",
        "run_integration_tests.sh",
    ),
    Mutation(
        "a Tiltfile in no stated mode",
        "Tiltfile",
        '        env = {"INTEGRATION_MODE": "repo"},\n',
        "",
        "ITM603",
        "run_integration_tests.sh",
    ),
    Mutation("a mode that is none in CI", ".github/workflows/integration.yml", "MODE: repo", "MODE: mock", "ITM210", "mock"),
    Mutation("a helper with a fallback", f"{HELPERS}/integration-mode.sh", "      return 1\n", "      echo repo\n", "ITM211", "echo repo"),
    Mutation("no strict mode", runner("services/threads"), "set -euo pipefail\n", "set -e\n", "ITM401", "set -e"),
    Mutation(
        "its own mode", runner("services/threads"), 'MODE="$(integration_mode)"', 'MODE="${INTEGRATION_MODE:-repo}"', "ITM404", "MODE="
    ),
    Mutation("no export", runner("services/threads"), 'export INTEGRATION_MODE="${MODE}"\n', "", "ITM405"),
    Mutation("an event without its mode", runner("services/threads"), ',"mode":"%s"}\\n\' "${MODE}"', "}\\n'", "ITM406", "printf"),
    Mutation("an install", runner("services/chat"), 'JUNIT_PATH="$(', 'pnpm install\nJUNIT_PATH="$(', "ITM408", "pnpm install"),
    Mutation(
        "an entry without the prefix", runner("services/platform"), "  PLATFORM_GRAPH_URL\n)", "  GRAPH_URL\n)", "ITM410", "  GRAPH_URL"
    ),
    Mutation("no check of cluster mode", runner("services/chat"), "  require_cluster_mode\n", "", "ITM411", '== "cluster"'),
    Mutation(
        "a runner for the cluster only",
        runner("services/chat"),
        "required_vars=(",
        "require_cluster_mode\nrequired_vars=(",
        "ITM415",
        "require_cluster_mode",
    ),
    Mutation(
        "a legacy toggle",
        in_suite("services/workflows", "helpers.ts"),
        "export function",
        "export const live = process.env.RUN_INTEGRATION_TESTS;\n\nexport function",
        "ITM304",
        "RUN_INTEGRATION_TESTS",
    ),
    Mutation("a disabled test", in_suite("services/graph", "elements.test.ts"), '  it("keeps', '  it.skip("keeps', "ITM205", "it.skip"),
    Mutation(
        "doubles that ship",
        "services/chat/src/transcript.ts",
        "import type",
        'import "../__mocks__/client";\nimport type',
        "ITM103",
        "__mocks__",
    ),
    Mutation(
        "an E2E spec by the mode",
        "services/www_ameide_platform/__tests__/e2e/auth/logout.spec.ts",
        "  await signIn(page);\n",
        '  if (process.env.INTEGRATION_MODE === "cluster") await signIn(page);\n',
        "ITM602",
        "if (",
    ),
    Mutation(
        "another E2E framework",
        "services/www_ameide_platform/package.json",
        '"next": ',
        '"cypress": "^13.0.0", "next": ',
        "ITM601",
        "cypress",
    ),
]


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.title)
def test_an_edit_is_one_finding(mutation: Mutation) -> None:
    sources = mutation.apply()
    lines = sources[mutation.path].splitlines()
    line = next(number for number, text in enumerate(lines, 1) if mutation.at in text) if mutation.at else 1
    assert findings(sources) == EXPECTED + Counter([(mutation.path, line, mutation.code)])


@pytest.mark.parametrize(("line", "code"), [(SOURCE_MODE, "ITM402"), (SOURCE_JUNIT, "ITM403")])
def test_a_helper_that_no_runner_sources_is_one_finding_each(line: str, code: str) -> None:
    edited = {path: text.replace(line, "") if path.endswith(RUNNER) else text for path, text in SOURCES.items()}
    assert findings(edited) == EXPECTED + Counter((runner(suite), 1, code) for suite in SUITES)


def test_a_missing_execute_bit_is_one_finding() -> None:
    assert findings(SOURCES, EXECUTABLE - {runner("services/chat")}) == EXPECTED + Counter([(runner("services/chat"), 1, "ITM414")])


def test_missing_execute_bits_are_one_finding_each() -> None:
    assert findings(SOURCES, frozenset()) == EXPECTED + Counter((runner(suite), 1, "ITM414") for suite in SUITES)


def test_missing_doubles_are_one_finding() -> None:
    left = {path: text for path, text in SOURCES.items() if not path.startswith("services/chat/__mocks__/")}
    assert findings(left) == EXPECTED + Counter([(runner("services/chat"), 1, "ITM501")])


def test_missing_doubles_are_one_finding_each_and_their_notes_go() -> None:
    left = {path: text for path, text in SOURCES.items() if "/__mocks__/" not in path}
    assert findings(left) == Counter((runner(service), 1, "ITM501") for service in DOUBLES)


@pytest.mark.parametrize(
    ("suite", "place"),
    [("services/chat", "package.json"), ("services/inference", "pyproject.toml"), ("packages/ameide_sdk_go", "go.mod")],
)
def test_a_missing_runner_is_one_finding_on_the_manifest(suite: str, place: str) -> None:
    left = {path: text for path, text in SOURCES.items() if path != runner(suite)}
    assert findings(left) == EXPECTED + Counter([(f"{suite}/{place}", 1, "ITM502")])


@pytest.mark.parametrize(
    ("name", "suite"),
    [
        ("integration-mode.sh", "packages/ameide_sdk_go"),
        ("integration_mode.py", "packages/ameide_sdk_python"),
        ("junit-path.sh", "packages/ameide_sdk_go"),
        ("run-jest-integration.sh", "packages/ameide_sdk_ts"),
        ("ts/mode.ts", "packages/ameide_sdk_ts"),
    ],
)
def test_a_missing_helper_is_one_finding_on_the_first_runner_that_needs_it(name: str, suite: str) -> None:
    left = {path: text for path, text in SOURCES.items() if path != f"{HELPERS}/{name}"}
    assert findings(left) == EXPECTED + Counter([(runner(suite), 1, "ITM506")])
