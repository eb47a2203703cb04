"""ITM210, ITM211 and ITM301-304 where a README fence cannot show it: configurations, files beside a file, forms that are many."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

import pytest

from lint430.config import Config
from lint430.flow import analyse
from lint430.flow.context import Context
from lint430.languages import lower
from lint430.model import File, Role, Suite

SUITE = Suite("services/a", "a", "service", "services/a/__tests__/integration", None)
IN_SUITE = f"{SUITE.folder}/"
LANGUAGES = {"py": "python", "ts": "typescript", "js": "typescript", "go": "go", "sh": "bash", "yml": "manifest", "json": "manifest"}


def lines(
    check: str,
    source: str,
    path: str = f"{IN_SUITE}test_a.py",
    role: Role = Role.INTEGRATION_TEST,
    *,
    config: Config | None = None,
    suite: Suite | None = SUITE,
    beside: tuple[str, ...] = (),
) -> list[int]:
    """Give the lines of one check's findings in one file."""
    settings = config or Config()
    language = LANGUAGES[path.rpartition(".")[2]]
    data = source.encode()
    file = File(path, data, language, role, suite, suite is not None)
    flow = analyse([(file, lower(language, path, data))], lambda _: settings)[path]
    module = importlib.import_module(f"lint430.checks.{check}.check")
    assert role in module.CHECK.roles
    known: Mapping[str, Role] = dict.fromkeys((path, *beside), role)
    return sorted(f.span.line for f in module.check(flow, Context(settings, paths=known)))


COMPARED = 'import os\nif os.environ["INTEGRATION_MODE"] == "mock":\n    client = 1\n'
PARSED = 'import os\ndef mode():\n    raw = os.environ["INTEGRATION_MODE"]\n    return "cluster" if raw == "cluster" else "repo"\n'


class TestUnknownModeValue:
    """The values are configured; tests of a parser may use others."""

    def test_values_are_configured(self) -> None:
        assert lines("unknown_mode_value", COMPARED, role=Role.HARNESS) == [2]
        assert lines("unknown_mode_value", COMPARED, role=Role.HARNESS, config=Config(values=("mock", "live"), live_values=("live",))) == []

    def test_no_values_switch_it_off(self) -> None:
        assert lines("unknown_mode_value", COMPARED, role=Role.HARNESS, config=Config(values=())) == []

    def test_a_branch_of_application_code_is_another_finding(self) -> None:
        assert lines("unknown_mode_value", COMPARED, "services/a/src/a.py", Role.RUNTIME) == []

    def test_the_test_of_a_parser_may_set_it(self) -> None:
        source = (
            'import pytest\ndef test_refused(monkeypatch):\n    monkeypatch.setenv("INTEGRATION_MODE", "hybrid")\n    with pytest.raises(SystemExit):\n        parse()\n'
            'def test_used(monkeypatch):\n    monkeypatch.setenv("INTEGRATION_MODE", "live")\n    assert parse()\n'
        )
        assert lines("unknown_mode_value", source) == [7]

    @pytest.mark.parametrize(
        ("source", "wanted"),
        [
            (
                'import os, argparse\np = argparse.ArgumentParser()\np.add_argument("--m", choices=["mock"], default=os.environ["INTEGRATION_MODE"])\n',
                [3],
            ),
            ('import os\nfrom enum import Enum\nclass M(Enum):\n    MOCK = "mock"\nmode = M(os.environ["INTEGRATION_MODE"])\n', [4]),
            ('import os\nenv = dict(os.environ)\nenv["INTEGRATION_MODE"] = "live"\n', [3]),
            ('import os, subprocess\nsubprocess.run(["a"], env=dict(os.environ, INTEGRATION_MODE="live"))\n', [2]),
            ('import subprocess\nsubprocess.run(["env", "INTEGRATION_MODE=live", "a"])\n', [2]),
            ('import os\nTABLE = {\n    "mock": 1,\n    "cluster": 2,\n}\nn = TABLE[os.environ["INTEGRATION_MODE"]]\n', [3]),
            ('import os\nok = os.environ["INTEGRATION_MODE"] in ("", "CLUSTER", "Repo")\n', []),
            ('import os\nmode = os.environ.get("STORAGE_MODE")\nok = mode == "mock"\n', []),
        ],
    )
    def test_forms(self, source: str, wanted: list[int]) -> None:
        assert lines("unknown_mode_value", source, role=Role.HARNESS) == wanted

    def test_a_default_outside_a_suite(self) -> None:
        source = 'import os\nmode = os.environ.get("INTEGRATION_MODE", "mock")\n'
        assert lines("unknown_mode_value", source, "tests/support/a.py", Role.HARNESS, suite=None) == [2]
        assert lines("unknown_mode_value", source, role=Role.HARNESS) == []


class TestModeParseFallback:
    """Every way in which an unknown text ends up as a mode."""

    def test_no_values_switch_it_off(self) -> None:
        assert lines("mode_parse_fallback", PARSED, role=Role.HARNESS) == [4]
        assert lines("mode_parse_fallback", PARSED, role=Role.HARNESS, config=Config(values=())) == []

    @pytest.mark.parametrize(
        ("body", "wanted"),
        [
            ('    return {"cluster": "cluster"}.get(raw, "repo")\n', [4]),
            ('    mode = "repo"\n    if raw == "cluster":\n        mode = "cluster"\n    return mode\n', [4]),
            ('    match raw:\n        case "cluster":\n            return "cluster"\n        case _:\n            return "repo"\n', [8]),
            ('    match raw:\n        case "cluster":\n            return "cluster"\n    return "repo"\n', [7]),
            ('    if raw not in ("repo", "cluster"):\n        print(raw)\n        return "repo"\n    return raw\n', [6]),
            (
                '    if raw not in ("repo", "cluster"):\n        raise ValueError(raw)\n    return "cluster" if raw == "cluster" else "repo"\n',
                [],
            ),
            (
                '    if raw == "cluster":\n        return "cluster"\n    if raw in ("", "repo"):\n        return "repo"\n    raise SystemExit(1)\n',
                [],
            ),
            ('    return raw or "repo"\n', []),
            ("    return 1 if raw else 2\n", []),
            ('    return raw == "cluster"\n', []),
            ('    return "http://live" if raw == "cluster" else "http://mock"\n', []),
            ('    for known in ("repo", "cluster"):\n        if raw == known:\n            return known\n    return "repo"\n', [7]),
            ('    try:\n        return ("repo", "cluster").index(raw)\n    except ValueError:\n        return "repo"\n', [7]),
            ('    with contextlib.suppress(ValueError):\n        return Mode(raw)\n    return "repo"\n', [6]),
        ],
    )
    def test_forms(self, body: str, wanted: list[int]) -> None:
        source = f'import os, contextlib\ndef mode():\n    raw = os.environ["INTEGRATION_MODE"]\n{body}'
        assert lines("mode_parse_fallback", source, role=Role.HARNESS) == wanted

    def test_the_helper_has_refused_already(self) -> None:
        source = 'from integration_mode import integration_mode\ndef label():\n    return "cluster" if integration_mode() == "cluster" else "repo"\n'
        assert lines("mode_parse_fallback", source, role=Role.HARNESS) == []

    def test_a_parameter_of_the_helper(self) -> None:
        source = 'def parse(raw):\n    if raw.lower() == "cluster":\n        return "cluster"\n    return "repo"\n'
        assert lines("mode_parse_fallback", source, "tools/integration-runner/integration_mode.py", Role.HELPER, suite=None) == [4]

    def test_hooks(self) -> None:
        source = 'from enum import Enum\nclass Mode(Enum):\n    REPO = "repo"\n    @classmethod\n    def _missing_(cls, value):\n        return cls.REPO\n'
        assert lines("mode_parse_fallback", source, role=Role.HARNESS) == [6]
        schema = 'const mode = z.enum(["repo", "cluster"]).catch("repo").parse(process.env.INTEGRATION_MODE);\n'
        assert lines("mode_parse_fallback", schema, f"{IN_SUITE}mode.ts", Role.HARNESS) == [1]


class TestNames:
    """Retired variables, and what enforces that they stay so."""

    def test_toggles_are_configured(self) -> None:
        source = 'import os\na = os.environ.get("RUN_INTEGRATION_TESTS")\nb = os.environ.get("OLD_SWITCH")\n'
        assert lines("legacy_toggle", source) == [2]
        assert lines("legacy_toggle", source, config=Config(toggles=("OLD_*",))) == [3]

    def test_wildcards_do_not_hold_in_application_code(self) -> None:
        source = 'import os\na = os.environ.get("SLACK_INTEGRATION_ENABLED")\nb = os.environ.get("INTEGRATION_TEST_MODE")\n'
        assert lines("legacy_toggle", source, "services/a/src/a.py", Role.RUNTIME) == [3]
        assert lines("legacy_toggle", source) == [2, 3]

    @pytest.mark.parametrize(
        "source",
        [
            'import os\nif "SKIP_A_TESTS" in os.environ:\n    raise SystemExit("retired")\n',
            'import os\nassert os.environ.get("SKIP_A_TESTS") is None\n',
            'import os\nos.environ.pop("SKIP_A_TESTS", None)\n',
            'import os, pytest\nif os.environ.get("SKIP_A_TESTS", "") != "":\n    pytest.fail("retired")\n',
            'import os\nif not os.environ.get("SKIP_A_TESTS"):\n    pass\nelse:\n    raise SystemExit("retired")\n',
            'NAMES = ["SKIP_A_TESTS"]\n# SKIP_A_TESTS\nprint("SKIP_A_TESTS is retired")\n',
        ],
    )
    def test_enforcement_is_silent(self, source: str) -> None:
        assert lines("legacy_toggle", source, role=Role.HARNESS) == []

    def test_demanding_a_toggle_is_no_enforcement(self) -> None:
        source = 'import os\nif not os.environ.get("RUN_INTEGRATION_TESTS"):\n    raise SystemExit("set it")\n'
        assert lines("legacy_toggle", source, role=Role.HARNESS) == [2]

    def test_a_built_variable_is_one_finding(self) -> None:
        source = (
            'import os\nos.environ["JEST_EXTRA_ARGS"] = ""\nif os.environ.get("INTEGRATION_MODE") == "cluster":\n'
            '    os.environ["JEST_EXTRA_ARGS"] = "-t smoke"\nargs = os.environ["JEST_EXTRA_ARGS"]\n'
        )
        assert lines("jest_extra_args", source, role=Role.HARNESS) == [4]


class TestModeSpecificTestFile:
    """Which names are modes and which are products."""

    @pytest.mark.parametrize(
        ("name", "found"),
        [
            ("a.cluster.test.ts", True),
            ("a-mock.test.ts", True),
            ("ordersMock.test.ts", True),
            ("a.mock.integration.test.ts", True),
            ("mock/a.test.ts", True),
            ("cluster_only/a.test.ts", True),
            ("cluster.test.ts", False),
            ("mock-interviews.test.ts", False),
            ("redis_cluster.test.ts", False),
            ("create-cluster.test.ts", False),
            ("user.repo.test.ts", False),
            ("cluster-ops/a.test.ts", False),
        ],
    )
    def test_names(self, name: str, found: bool) -> None:
        assert bool(lines("mode_specific_test_file", "it('x', () => {});\n", IN_SUITE + name)) is found

    def test_a_counterpart_tells(self) -> None:
        for name, other in (("a.repo.test.ts", "a.cluster.test.ts"), ("redis_cluster.test.ts", "redis_mock.test.ts")):
            assert lines("mode_specific_test_file", "\n", IN_SUITE + name, beside=(IN_SUITE + other,)) == [1]

    def test_product_words(self) -> None:
        config = Config(product_words=("kafka_cluster", "cluster"))
        assert lines("mode_specific_test_file", "\n", f"{IN_SUITE}kafka_cluster.test.ts", config=config) == []
        assert lines("mode_specific_test_file", "import pytest\npytestmark = pytest.mark.cluster\n", config=config) == []
        assert lines("mode_specific_test_file", "import pytest\npytestmark = pytest.mark.cluster\n") == [2]

    def test_a_suite_named_so(self) -> None:
        suite = Suite("services/cluster-manager", "cluster-manager", "service", "services/cluster-manager/__tests__/integration", None)
        assert lines("mode_specific_test_file", "\n", f"{suite.folder}/join_cluster.test.ts", suite=suite) == []

    def test_folders_of_unit_tests_mirror_the_code(self) -> None:
        assert lines("mode_specific_test_file", "\n", "tests/unit/cluster/test_members.py", Role.UNIT_TEST, suite=None) == []


class TestModeBasedTestSelection:
    """Configurations and collections, in the forms people write."""

    @pytest.mark.parametrize(
        ("source", "wanted"),
        [
            ('module.exports = { testMatch: cluster ? ["a"] : ["b"] };\n', [2]),
            ('module.exports = { ...(cluster ? {} : { testNamePattern: "smoke" }) };\n', [2]),
            ('const c = { roots: ["a"] };\nif (cluster) {\n  c.roots.push("b");\n}\nmodule.exports = c;\n', [3]),
            ('const c = {};\nif (cluster) {\n  c.testRegex = "live";\n}\nmodule.exports = c;\n', [3]),
            ('const roots = ["a"];\nif (cluster) {\n  roots.push("b");\n}\nmodule.exports = { roots };\n', [3]),
            ("module.exports = { testMatch: [`**/*.${process.env.INTEGRATION_MODE}.test.ts`] };\n", [2]),
            ('const a = { testMatch: ["a"] };\nconst b = { testMatch: ["b"] };\nmodule.exports = cluster ? a : b;\n', [4]),
            ("module.exports = { coverage: { include: cluster ? [1] : [2] }, testTimeout: cluster ? 9 : 1 };\n", []),
            ('module.exports = { setupFiles: cluster ? ["live"] : ["mock"], testMatch: ["a"] };\n', []),
        ],
    )
    def test_configurations(self, source: str, wanted: list[int]) -> None:
        head = 'const cluster = process.env.INTEGRATION_MODE === "cluster";\n'
        assert lines("mode_based_test_selection", head + source, "services/a/jest.config.js", Role.TEST_CONFIG) == wanted

    @pytest.mark.parametrize(
        ("source", "wanted"),
        [
            ('collect_ignore = []\nif not LIVE:\n    collect_ignore.append("x.py")\n', [4]),
            ('collect_ignore_glob = ["a"] if LIVE else []\n', [3]),
            ("class TestA:\n    __test__ = LIVE\n", [4]),
            (
                "def pytest_collection_modifyitems(items):\n    for item in items:\n        if not LIVE:\n            item.add_marker(pytest.mark.skip)\n",
                [5],
            ),
            ('def pytest_configure(config):\n    if not LIVE:\n        config.option.markexpr = "not live"\n', [4]),
            ('ROWS = ["a"]\nif LIVE:\n    ROWS.append("b")\n@pytest.mark.parametrize("x", ROWS)\ndef test_a(x):\n    assert x\n', [4]),
            ('@pytest.fixture(params=["a"] if LIVE else ["b"])\ndef f(request):\n    return request.param\n', [3]),
            (
                '@pytest.mark.parametrize("x", [pytest.param(1, marks=pytest.mark.skipif(LIVE, reason="r"))])\ndef test_a(x):\n    assert x\n',
                [],
            ),
            ("@pytest.fixture\ndef client():\n    return live() if LIVE else mock()\n", []),
        ],
    )
    def test_collections(self, source: str, wanted: list[int]) -> None:
        head = 'import os, pytest\nLIVE = os.environ.get("INTEGRATION_MODE") == "cluster"\n'
        assert lines("mode_based_test_selection", head + source, f"{IN_SUITE}conftest.py", Role.HARNESS) == wanted

    def test_rows_left_out(self) -> None:
        source = (
            'const cluster = process.env.INTEGRATION_MODE === "cluster";\n'
            "describe('a', () => {\n  for (const row of rows) {\n    if (row.live && !cluster) continue;\n    it(row.name, () => { expect(row.go()).toBe(1); });\n  }\n});\n"
            "describe('b', () => {\n  if (!cluster) return;\n  it('x', () => { expect(1).toBe(1); });\n});\n"
            "rows.filter((row) => cluster || !row.live).forEach((row) => it(row.name, () => { expect(row.go()).toBe(1); }));\n"
        )
        assert lines("mode_based_test_selection", source, f"{IN_SUITE}a.test.ts") == [4, 9, 12]


RUNNER = (
    "#!/usr/bin/env bash\nset -euo pipefail\n"
    'source "$(git rev-parse --show-toplevel)/tools/integration-runner/integration-mode.sh"\n'
    'MODE="$(integration_mode)"\nexport INTEGRATION_MODE="${MODE}"\n'
)


class TestRunners:
    """What is a selection in a shell runner, and what is set-up."""

    @pytest.mark.parametrize(
        ("check", "body", "wanted"),
        [
            (
                "mode_based_test_selection",
                'if [[ "$MODE" == "cluster" ]]; then\n  pytest -m "not slow" tests\nelse\n  pytest tests\nfi\n',
                [1],
            ),
            (
                "mode_based_test_selection",
                'if [[ "$MODE" == "cluster" ]]; then\n  TIMEOUT=300 pytest tests --timeout=300\nelse\n  pytest tests --timeout 30 -v\nfi\n',
                [],
            ),
            ("mode_based_test_selection", 'case "$MODE" in\n  cluster) run_cluster ;;\n  *) run_repo ;;\nesac\n', []),
            (
                "mode_based_test_selection",
                'run_cluster() { go test -tags cluster ./...; }\nrun_repo() { go test ./...; }\ncase "$MODE" in\n  cluster) run_cluster ;;\n  *) run_repo ;;\nesac\n',
                [3],
            ),
            (
                "mode_based_test_selection",
                'tags="integration"\n[[ "$MODE" == cluster ]] && tags="integration,cluster"\ngo test -tags "$tags" ./...\n',
                [2],
            ),
            (
                "mode_based_test_selection",
                'url="http://localhost"\nif [[ "$MODE" == cluster ]]; then\n  require_cluster_mode\n  required_vars=(A_URL)\n  for v in "${required_vars[@]}"; do [[ -n "${!v:-}" ]] || exit 1; done\n  url="$A_URL"\n  retries=5\nelse\n  node double.js &\n  docker compose up -d\nfi\nexport BASE_URL="$url"\npnpm jest --retries "$retries" --runInBand\n',
                [],
            ),
            ("mode_based_test_selection", 'if [[ "$MODE" != cluster ]]; then\n  echo "only cluster"; exit 0\nfi\npnpm jest\n', []),
            (
                "mode_based_test_selection",
                'files=(a.test.ts b.test.ts)\nif [[ "$MODE" != cluster ]]; then files=(a.test.ts); fi\npnpm jest "${files[@]}"\n',
                [2],
            ),
            (
                "mode_based_test_selection",
                'cmd=(pnpm vitest run)\nif [[ "$MODE" == cluster ]]; then cmd+=(--config vitest.cluster.config.ts); fi\n"${cmd[@]}"\n',
                [2],
            ),
            (
                "mode_based_test_selection",
                'if [[ "$MODE" == cluster ]]; then cmd="pytest -m cluster"; else cmd="pytest"; fi\n$cmd tests\n',
                [1],
            ),
            ("mode_based_test_selection", 'npx jest --testPathPattern "$MODE"\n', [1]),
            (
                "mode_based_test_selection",
                'npx jest --outputFile "report-$MODE.json" --reporters=default\npytest --junitxml "$(resolve_junit_path a)-${MODE}.xml" tests\n',
                [],
            ),
            (
                "mode_based_test_selection",
                'if [[ "$MODE" == cluster ]]; then\n  kubectl exec deploy/a -- pytest tests\nelse\n  pytest tests\nfi\n',
                [],
            ),
            (
                "mode_based_test_selection",
                'if [[ "$MODE" == cluster ]]; then\n  JEST_EXTRA_ARGS="-t x"\nfi\npnpm jest ${JEST_EXTRA_ARGS:-}\n',
                [],
            ),
            ("mode_based_test_selection", 'if [[ "$MODE" == cluster ]]; then\n  pnpm test:integration\nfi\n', [1]),
            (
                "mode_based_test_selection",
                'set -- tests\nif [[ "$MODE" == cluster ]]; then\n  npm run wait-for-services\n  make test-setup\nfi\npnpm run test:integration -- --ci\n',
                [],
            ),
            (
                "mode_based_test_selection",
                'declare -A suites=([repo]="a b" [cluster]="a b c")\nread -r -a files <<<"${suites[${MODE}]}"\npytest "${files[@]}"\n',
                [2],
            ),
            (
                "mode_based_test_selection",
                'pattern=$([[ "$MODE" == cluster ]] && echo "live" || echo "smoke")\npytest -k "$pattern"\n',
                [1],
            ),
            ("unknown_mode_value", 'if [[ "$MODE" == "mock" ]]; then\n  pytest -k smoke\nelse\n  pytest\nfi\n', []),
            (
                "unknown_mode_value",
                'case "$MODE" in\n  cluster) A=1 ;;\n  mock|live) A=2 ;;\nesac\nexport INTEGRATION_MODE=hybrid\ndocker run -e INTEGRATION_MODE=live img\nINTEGRATION_MODE=foo ./x.sh\nSTORAGE_MODE=mock ./x.sh\n',
                [3, 5, 6, 7],
            ),
            ("jest_extra_args", "pnpm jest ${JEST_EXTRA_ARGS:-}\n", [1]),
            (
                "jest_extra_args",
                '# JEST_EXTRA_ARGS\necho "JEST_EXTRA_ARGS is gone"\n[[ -z "${JEST_EXTRA_ARGS:-}" ]] || { echo "no" >&2; exit 1; }\nunset JEST_EXTRA_ARGS\nenv -u JEST_EXTRA_ARGS pnpm jest\n',
                [],
            ),
            ("jest_extra_args", "docker run -e JEST_EXTRA_ARGS img\n", [1]),
            (
                "legacy_toggle",
                'if [[ -n "${RUN_INTEGRATION_TESTS:-}" ]]; then\n  echo "retired" >&2\n  exit 1\nfi\nif [[ -n "${SKIP_X_TESTS:-}" ]]; then\n  echo "warn"\nfi\nA_USE_LIVE_DB=1 pytest\n',
                [5, 8],
            ),
        ],
    )
    def test_bodies(self, check: str, body: str, wanted: list[int]) -> None:
        found = lines(check, RUNNER + body, f"{IN_SUITE}run_integration_tests.sh", Role.RUNNER)
        assert [line - 5 for line in found] == wanted


class TestOtherLanguages:
    """The same questions asked of TypeScript, Go, shell and manifests."""

    @pytest.mark.parametrize(
        ("check", "path", "role", "source", "wanted"),
        [
            (
                "unknown_mode_value",
                ".github/workflows/a.yml",
                Role.CI,
                "on: push\njobs:\n  a:\n    strategy:\n      matrix:\n        mode: [repo, mock]\n        storage: [mock]\n    env:\n      INTEGRATION_MODE: ${{ matrix.mode }}\n    steps:\n      - run: ./x.sh\n",
                [6],
            ),
            (
                "unknown_mode_value",
                "compose.yml",
                Role.CI,
                "services:\n  t:\n    image: x\n    environment:\n      - INTEGRATION_MODE=mock\n",
                [5],
            ),
            (
                "jest_extra_args",
                "services/a/package.json",
                Role.TEST_CONFIG,
                '{\n  "scripts": {\n    "test": "jest $JEST_EXTRA_ARGS",\n    "doc": "echo JEST_EXTRA_ARGS"\n  }\n}\n',
                [3],
            ),
            ("legacy_toggle", "turbo.json", Role.TEST_CONFIG, '{\n "globalEnv": ["CI", "RUN_INTEGRATION_TESTS"]\n}\n', [2]),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/lib.sh",
                Role.HARNESS,
                'mode_of() {\n  local raw="${INTEGRATION_MODE:-repo}"\n  if [[ "$raw" == "cluster" ]]; then\n    echo cluster\n  else\n    echo repo\n  fi\n}\ncheck() {\n  case "${INTEGRATION_MODE:-repo}" in\n    repo|local|cluster) ;;\n    *) echo "bad" >&2; return 1 ;;\n  esac\n  echo "${INTEGRATION_MODE:-repo}"\n}\nif [[ "${INTEGRATION_MODE:-}" == "cluster" ]]; then MODE=cluster; else MODE=repo; fi\n',
                [6, 16],
            ),
            (
                "mode_parse_fallback",
                "tools/integration-runner/ts/mode.ts",
                Role.HELPER,
                'export type IntegrationMode = "repo" | "local" | "cluster";\nexport function parseMode(raw: string | undefined): IntegrationMode {\n  switch ((raw ?? "repo").toLowerCase()) {\n    case "cluster":\n      return "cluster";\n    case "local":\n      return "local";\n    default:\n      return "repo";\n  }\n}\n',
                [9],
            ),
            (
                "mode_parse_fallback",
                "tools/integration-runner/ts/mode.ts",
                Role.HELPER,
                'export type IntegrationMode = "repo" | "local" | "cluster";\nexport function parseMode(raw: string | undefined): IntegrationMode {\n  const value = (raw ?? "repo").trim().toLowerCase();\n  if (value === "repo" || value === "local" || value === "cluster") {\n    return value;\n  }\n  throw new Error("unknown mode " + raw);\n}\nexport function getIntegrationMode(): IntegrationMode { return parseMode(process.env.INTEGRATION_MODE); }\n',
                [],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/mode.ts",
                Role.HARNESS,
                'import { z } from "zod";\nexport const env = z.object({ INTEGRATION_MODE: z.enum(["repo", "local", "cluster"]).catch("repo") }).parse(process.env);\n',
                [2],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/mode.ts",
                Role.HARNESS,
                'import { z } from "zod";\nexport const env = z.object({ INTEGRATION_MODE: z.enum(["repo", "local", "cluster"]).default("repo") }).parse(process.env);\n',
                [],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/mode.ts",
                Role.HARNESS,
                'const Mode = z.enum(["repo","cluster"]);\nexport function mode() {\n  const parsed = Mode.safeParse(process.env.INTEGRATION_MODE);\n  return parsed.success ? parsed.data : "repo";\n}\n',
                [4],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/mode.ts",
                Role.HARNESS,
                'const raw = process.env.INTEGRATION_MODE ?? "repo";\nexport const mode = (["repo", "local", "cluster"] as const).find((m) => m === raw.toLowerCase()) ?? "repo";\n',
                [2],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/mode.ts",
                Role.HARNESS,
                'enum Mode { Repo = "repo", Cluster = "cluster" }\nexport const mode = process.env.INTEGRATION_MODE === "cluster" ? Mode.Cluster : Mode.Repo;\nexport const host = process.env.INTEGRATION_MODE === "cluster" ? "svc:80" : "localhost:80";\n',
                [2],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/mode.ts",
                Role.HARNESS,
                'export function isMock(): boolean { return (process.env.INTEGRATION_MODE ?? "repo") !== "cluster"; }\nexport function mode() {\n  const raw = process.env.INTEGRATION_MODE;\n  if (!raw) return "repo";\n  const m = raw.toLowerCase();\n  if (m === "repo" || m === "local") return "repo";\n  if (m === "cluster") return "cluster";\n  console.error("bad mode");\n  process.exit(1);\n}\n',
                [],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/m.ts",
                Role.HARNESS,
                'const T: Record<string,string> = { repo: "repo", cluster: "cluster" };\nexport function mode() {\n  const found = T[process.env.INTEGRATION_MODE ?? "repo"];\n  if (found) return found;\n  return "repo";\n}\n',
                [5],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/m.ts",
                Role.HARNESS,
                'const T: Record<string,string> = { repo: "repo", cluster: "cluster" };\nexport function mode() {\n  const found = T[process.env.INTEGRATION_MODE ?? "repo"];\n  if (!found) throw new Error("x");\n  return found;\n}\n',
                [],
            ),
            (
                "mode_parse_fallback",
                "services/a/__tests__/integration/m.go",
                Role.HARNESS,
                'package integration\nimport ("os"; "fmt")\ntype Mode string\nconst (\n\tModeRepo Mode = "repo"\n\tModeCluster Mode = "cluster"\n)\nvar modes = map[string]Mode{"repo": ModeRepo, "cluster": ModeCluster}\nfunc Current() Mode {\n\tif m, ok := modes[os.Getenv("INTEGRATION_MODE")]; ok {\n\t\treturn m\n\t}\n\treturn ModeRepo\n}\nfunc Parse() (Mode, error) {\n\tm, ok := modes[os.Getenv("INTEGRATION_MODE")]\n\tif !ok {\n\t\treturn ModeRepo, fmt.Errorf("x")\n\t}\n\treturn m, nil\n}\nfunc Third() Mode {\n\tm, err := Parse2(os.Getenv("INTEGRATION_MODE"))\n\tif err != nil {\n\t\treturn ModeRepo\n\t}\n\treturn m\n}\n',
                [13, 25],
            ),
        ],
    )
    def test_files(self, check: str, path: str, role: Role, source: str, wanted: list[int]) -> None:
        assert lines(check, source, path, role) == wanted


class TestFurtherForms:
    """Rarer spellings of the same things."""

    @pytest.mark.parametrize(
        ("body", "wanted"),
        [
            ('    live = raw == "cluster"\n    if live:\n        return "cluster"\n    return "repo"\n', [7]),
            ('    live = raw == "cluster"\n    if live:\n        return "cluster"\n    else:\n        return "repo"\n', [8]),
            ('    live = raw == "cluster"\n    if live:\n        return open_live()\n    return "repo"\n', []),
            ('    if DEBUG:\n        raw = "repo"\n    if raw != "cluster":\n        return "repo"\n    return "cluster"\n', [7]),
            ('    if not (raw and raw in MODES):\n        return "repo"\n    return raw\n', [5]),
            ('    if "INTEGRATION_MODE" not in os.environ:\n        return "repo"\n    return Mode(raw)\n', []),
            ("    try:\n        return Mode[raw.upper()]\n    except KeyError:\n        raise SystemExit(2)\n", []),
            ('    try:\n        log("x")\n    except OSError:\n        return "repo"\n    return Mode(raw)\n', []),
            ('    with lock:\n        if raw == "cluster":\n            return "cluster"\n    return "repo"\n', [7]),
            ("    return getattr(Mode, raw.upper(), Mode.REPO)\n", [4]),
            ('    return next((m for m in MODES if m == raw), "repo")\n', [4]),
            ('    if raw > "a":\n        return "cluster"\n    return raw\n', []),
            ("    return\n", []),
        ],
    )
    def test_parsers(self, body: str, wanted: list[int]) -> None:
        source = f'import os\ndef mode():\n    raw = os.environ["INTEGRATION_MODE"]\n{body}'
        assert lines("mode_parse_fallback", source, role=Role.HARNESS) == wanted

    def test_a_switch_of_conditions(self) -> None:
        source = (
            'package a\nimport "os"\nfunc Mode() string {\n\traw := os.Getenv("INTEGRATION_MODE")\n\tswitch {\n\tcase raw == "cluster":\n'
            '\t\treturn "cluster"\n\tdefault:\n\t\treturn "repo"\n\t}\n}\n'
        )
        assert lines("mode_parse_fallback", source, f"{IN_SUITE}mode.go", Role.HARNESS) == [9]

    def test_a_top_level_that_parses(self) -> None:
        source = 'import os\nraw = os.environ["INTEGRATION_MODE"]\nif raw == "cluster":\n    MODE = "cluster"\nelse:\n    MODE = "repo"\n'
        assert lines("mode_parse_fallback", source, role=Role.HARNESS) == [6]
        refused = 'import os\nraw = os.environ["INTEGRATION_MODE"]\nif raw not in ("repo", "cluster"):\n    raise SystemExit(1)\nMODE = "cluster" if raw == "cluster" else "repo"\n'
        assert lines("mode_parse_fallback", refused, role=Role.HARNESS) == []

    @pytest.mark.parametrize(
        ("scripts", "wanted"),
        [
            (['"a": "INTEGRATION_MODE=repo jest -t smoke"', '"b": "INTEGRATION_MODE=cluster jest"'], [3]),
            (['"a": "cross-env INTEGRATION_MODE=repo vitest run --grep smoke"'], [3]),
            (['"a": "INTEGRATION_MODE=repo jest --testPathPattern integration"'], []),
            (['"a": "INTEGRATION_MODE=repo jest -t x"', '"b": "INTEGRATION_MODE=cluster jest -t x"'], []),
            (['"a": "INTEGRATION_MODE=repo npm run build"', '"b": "jest -t smoke"'], []),
        ],
    )
    def test_package_scripts(self, scripts: list[str], wanted: list[int]) -> None:
        source = '{\n  "scripts": {\n    ' + ",\n    ".join(scripts) + "\n  }\n}\n"
        assert lines("mode_based_test_selection", source, "services/a/package.json", Role.TEST_CONFIG) == wanted

    @pytest.mark.parametrize(
        ("path", "role", "source", "wanted"),
        [
            (f"{IN_SUITE}a.go", Role.HARNESS, 'package a\nimport "os"\nvar e = append(os.Environ(), "RUN_INTEGRATION_TESTS=1")\n', [3]),
            (
                f"{IN_SUITE}a.go",
                Role.HARNESS,
                'package a\nimport "os"\nfunc f() {\n\tif v, ok := os.LookupEnv("SKIP_A_TESTS"); ok {\n\t\tpanic(v)\n\t}\n}\n',
                [],
            ),
            (f"{IN_SUITE}a.ts", Role.HARNESS, 'delete process.env.SKIP_A_TESTS;\nconst e = { RUN_INTEGRATION_TESTS: "1" };\n', [2]),
            (f"{IN_SUITE}a.ts", Role.HARNESS, 'const help = { RUN_INTEGRATION_TESTS: "retired, see the readme" };\n', []),
            (f"{IN_SUITE}a.sh", Role.HARNESS, "env RUN_INTEGRATION_TESTS=1 a\ndocker run --env=SKIP_A_TESTS img\n", [1, 2]),
            (
                ".github/workflows/a.yml",
                Role.CI,
                'on: push\njobs:\n  a:\n    steps:\n      - run: |\n          [[ -z "$SKIP_A_TESTS" ]] || exit 1\n          echo "$RUN_INTEGRATION_TESTS"\n',
                [7],
            ),
            (
                ".github/workflows/a.yml",
                Role.CI,
                'on: push\njobs:\n  a:\n    steps:\n      - run: if [ -n "$SKIP_A_TESTS" ]; then exit 1; fi\n',
                [],
            ),
        ],
    )
    def test_toggles(self, path: str, role: Role, source: str, wanted: list[int]) -> None:
        assert lines("legacy_toggle", source, path, role) == wanted
