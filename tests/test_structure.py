"""What a suite consists of: runner, doubles, fixtures, tests, language, shared helpers; judged once per suite."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from lint430.config import Config, Configs, parse
from lint430.engine import Options, check_sources, run
from lint430.repository.inventory import Inventory, take_inventory
from lint430.repository.roles import Roles
from lint430.repository.suites import SuiteIndex, find_suites, marked_primitives

STRUCTURE = Options(select=("ITM5",))
RUNNER = "run_integration_tests.sh"
SOURCED = (
    '#!/usr/bin/env bash\nset -euo pipefail\nROOT="$(git rev-parse --show-toplevel)"\n'
    'source "${ROOT}/tools/integration-runner/integration-mode.sh"\nsource "${ROOT}/tools/integration-runner/junit-path.sh"\n'
)
HELPERS = ("tools/integration-runner/integration-mode.sh", "tools/integration-runner/junit-path.sh")


def findings(paths: Iterable[str], contents: dict[str, str] | None = None, config: Config | None = None) -> list[str]:
    """Give the structural findings in a repository of these paths, as ``CODE path``."""
    sources = dict.fromkeys(paths, "") | (contents or {})
    outcome = check_sources(sources, config, STRUCTURE)
    assert not outcome.failures
    assert {f.span.line for f in outcome.run.findings} <= {1}
    assert {f.path for f in outcome.run.findings} <= set(sources), "a finding stands on a file that exists"
    return [f"{f.code} {f.path}" for f in outcome.run.findings]


def service(name: str = "billing", *more: str, language: str = "ts") -> list[str]:
    """List the files of a compliant service."""
    test, manifest = {
        "ts": ("invoice.test.ts", "package.json"),
        "py": ("test_invoice.py", "pyproject.toml"),
        "go": ("invoice_test.go", "go.mod"),
    }[language]
    home = f"services/{name}"
    return [
        f"{home}/__mocks__/client.{language}",
        f"{home}/__mocks__/fixtures.{language}",
        f"{home}/__mocks__/index.{language}",
        f"{home}/__tests__/integration/{test}",
        f"{home}/__tests__/integration/{RUNNER}",
        f"{home}/__tests__/integration/helpers.{language}",
        f"{home}/__tests__/unit/{test}",
        f"{home}/src/invoice.{language}",
        f"{home}/{manifest}",
        *more,
    ]


def without(paths: list[str], *fragments: str) -> list[str]:
    left = [path for path in paths if not any(fragment in path for fragment in fragments)]
    assert len(left) < len(paths)
    return left


TS, PY, GO = service(), service("forms", language="py"), service("gate", language="go")
PACKAGE = ["packages/money/__tests__/integration/" + name for name in (RUNNER, "rounding.test.ts", "helpers.ts")] + [
    "packages/money/package.json"
]
PRIMITIVE = [f"primitives/queue/redis/tests/{name}" for name in (RUNNER, "test_queue.py")] + ["primitives/queue/redis/pyproject.toml"]
PACK = [f"tests/integration/checkout/{name}" for name in (RUNNER, "test_checkout.py", "conftest.py")]

COMPLIANT = {
    "typescript": TS,
    "python": PY,
    "go": GO,
    "a package": PACKAGE,
    "a primitive": PRIMITIVE,
    "a go primitive": [f"primitives/queue/outbox/tests/{name}" for name in (RUNNER, "outbox_test.go")]
    + ["primitives/queue/outbox/outbox.go"],
    "a pack": PACK,
    "everything": [*TS, *PY, *GO, *PACKAGE, *PRIMITIVE, *PACK, *HELPERS],
    "javascript": [path.replace(".ts", ".js") for path in TS],
    "tsx and mjs": [*TS, "services/billing/__tests__/integration/page.test.tsx", "services/billing/__mocks__/server.mjs"],
    "a service without a suite": ["services/web/src/page.ts", "services/web/package.json", "services/web/__tests__/unit/page.test.ts"],
    "a service with mocks and no suite": ["services/web/__mocks__/client.ts", "services/web/src/page.ts"],
    "tests by another convention": [*without(TS, "integration/invoice"), "services/billing/__tests__/integration/invoice.integration.ts"],
    "features": [*without(PACK, "test_checkout"), "tests/integration/checkout/features/pay.feature"],
    "nested test folders": [*without(TS, "integration/invoice"), "services/billing/__tests__/integration/deep/flow/invoice.test.ts"],
    "fixtures as a folder": [*without(TS, "fixtures"), "services/billing/__mocks__/fixtures/invoices.ts"],
    "fixtures with a prefix": [*without(TS, "fixtures"), "services/billing/__mocks__/invoice-fixtures.ts"],
    "fixtures in python": [*without(PY, "fixtures"), "services/forms/__mocks__/form_fixtures.py"],
    "fixtures as data": [*without(TS, "fixtures"), "services/billing/__mocks__/fixtures.json"],
    "mocks of a part": [
        "services/shop/api/__tests__/integration/a.test.ts",
        f"services/shop/api/__tests__/integration/{RUNNER}",
        "services/shop/api/__mocks__/client.ts",
        "services/shop/api/__mocks__/fixtures.ts",
    ],
    "a runner above its tests": [*without(TS, RUNNER), f"services/billing/{RUNNER}"],
    "a runner in a bin folder": [*without(TS, RUNNER), f"services/billing/__tests__/integration/bin/{RUNNER}"],
    "suites within a suite": [
        f"packages/p/__tests__/integration/{part}/{name}" for part in ("api", "jobs") for name in (RUNNER, "a.test.ts")
    ]
    + ["packages/p/__tests__/integration/support.ts"],
    "a placeholder": ["packages/p/__tests__/integration/.gitkeep", "packages/p/package.json"],
    "unit tests in another language": [*TS, "services/billing/__tests__/unit/test_lint.py", "services/billing/scripts/seed.py"],
    "a service in two languages": [
        *TS,
        "services/billing/worker/go.mod",
        "services/billing/worker/main.go",
        "services/billing/__tests__/integration/worker_test.go",
    ],
    "a shell test": [*TS, "services/billing/__tests__/integration/smoke.bats"],
    "a manifest for tools only": [*PY, "services/forms/package.json"],
    "no manifest and mixed sources": [
        *without(TS, "package.json"),
        "services/billing/src/jobs.py",
        "services/billing/__tests__/integration/test_jobs.py",
    ],
    "a pack in any language": [*PACK, "tests/integration/checkout/flow.test.ts", "tests/integration/checkout/flow_test.go"],
    "a rust service": ["services/core/src/main.rs", *service("core")[:6]],
    "a primitive's unit tests": ["primitives/queue/redis/tests/test_queue.py", *TS],
    "a bare tests folder": ["tests/integration/test_a.py", "src/a.py"],
    "a template of a runner": [f"tools/integration-runner/template/{RUNNER}"],
    "somebody's test folders": [
        "packages/core/src/__tests__/integration/a.test.js",
        "packages/core/package.json",
        "__tests__/integration/b.test.js",
    ],
    "nothing": ["README.md", "src/a.ts"],
}


@pytest.mark.parametrize("name", COMPLIANT)
def test_compliant_layouts_are_silent(name: str) -> None:
    assert findings(COMPLIANT[name]) == []


BROKEN: dict[str, tuple[list[str], list[str]]] = {
    "no mocks": (without(TS, "__mocks__"), [f"ITM501 services/billing/__tests__/integration/{RUNNER}"]),
    "no mocks in python": (without(PY, "__mocks__"), [f"ITM501 services/forms/__tests__/integration/{RUNNER}"]),
    "empty mocks": (
        [*without(TS, "__mocks__"), "services/billing/__mocks__/.gitkeep"],
        [f"ITM501 services/billing/__tests__/integration/{RUNNER}"],
    ),
    "mocks of data": (
        [*without(TS, "__mocks__"), "services/billing/__mocks__/fixtures.json"],
        [f"ITM501 services/billing/__tests__/integration/{RUNNER}"],
    ),
    "mocks elsewhere": (
        [*without(TS, "__mocks__"), "services/billing/src/__mocks__/client.ts"],
        [f"ITM501 services/billing/__tests__/integration/{RUNNER}"],
    ),
    "another service's mocks": ([*without(TS, "__mocks__"), *PY], [f"ITM501 services/billing/__tests__/integration/{RUNNER}"]),
    "no mocks and no runner": (
        without(TS, "__mocks__", RUNNER),
        ["ITM501 services/billing/package.json", "ITM502 services/billing/package.json"],
    ),
    "no runner": (without(TS, RUNNER), ["ITM502 services/billing/package.json"]),
    "no runner in python": (without(PY, RUNNER), ["ITM502 services/forms/pyproject.toml"]),
    "no runner in go": (without(GO, RUNNER), ["ITM502 services/gate/go.mod"]),
    "no runner and no manifest": (without(TS, RUNNER, "package.json"), ["ITM502 services/billing/__tests__/integration/helpers.ts"]),
    "no runner in a package": ([*without(PACKAGE, RUNNER), *TS], ["ITM502 packages/money/package.json"]),
    "no runner in a pack": ([*without(PACK, RUNNER), *TS], ["ITM502 tests/integration/checkout/conftest.py"]),
    "no runner, two manifests": ([*without(PY, RUNNER), "services/forms/package.json"], ["ITM502 services/forms/pyproject.toml"]),
    "a runner of another name": (
        [*without(TS, RUNNER), "services/billing/__tests__/integration/run.sh"],
        ["ITM502 services/billing/package.json"],
    ),
    "no runner beside suites with theirs": (
        [f"packages/p/__tests__/integration/{name}" for name in ("a.test.ts", f"deep/{RUNNER}", "deep/b.test.ts")],
        ["ITM502 packages/p/__tests__/integration/a.test.ts"],
    ),
    "a primitive with a marker in a path": (
        ["primitives/queue/redis/tests/integration/test_queue.py"],
        ["ITM502 primitives/queue/redis/tests/integration/test_queue.py"],
    ),
    "no fixtures": (without(TS, "fixtures"), [f"ITM503 services/billing/__tests__/integration/{RUNNER}"]),
    "no fixtures in go": (without(GO, "fixtures"), [f"ITM503 services/gate/__tests__/integration/{RUNNER}"]),
    "no test": (without(TS, "integration/invoice"), [f"ITM504 services/billing/__tests__/integration/{RUNNER}"]),
    "no test in a pack": (without(PACK, "test_checkout"), [f"ITM504 tests/integration/checkout/{RUNNER}"]),
    "no test in a primitive": (without(PRIMITIVE, "test_queue"), [f"ITM504 primitives/queue/redis/tests/{RUNNER}"]),
    "only unit tests": (without(TS, "integration/invoice"), [f"ITM504 services/billing/__tests__/integration/{RUNNER}"]),
    "python for typescript": (
        [*without(TS, "integration/invoice"), "services/billing/__tests__/integration/test_invoice.py"],
        ["ITM505 services/billing/__tests__/integration/test_invoice.py"],
    ),
    "typescript for python": (
        [*PY, "services/forms/__tests__/integration/a.test.ts", "services/forms/__tests__/integration/b.test.ts"],
        ["ITM505 services/forms/__tests__/integration/a.test.ts"],
    ),
    "typescript for python with a package.json": (
        [*PY, "services/forms/package.json", "services/forms/__tests__/integration/a.test.ts"],
        ["ITM505 services/forms/__tests__/integration/a.test.ts"],
    ),
    "typescript for python with assets": (
        [*PY, "services/forms/static/app.js", "services/forms/__tests__/integration/a.test.ts"],
        ["ITM505 services/forms/__tests__/integration/a.test.ts"],
    ),
    "python for go without a manifest": (
        [*without(GO, "go.mod"), "services/gate/__tests__/integration/test_gate.py"],
        ["ITM505 services/gate/__tests__/integration/test_gate.py"],
    ),
    "python for go, tests with their own manifest": (
        [*GO, "services/gate/__tests__/pyproject.toml", "services/gate/__tests__/integration/test_gate.py"],
        ["ITM505 services/gate/__tests__/integration/test_gate.py"],
    ),
    "a package": (
        [*PACKAGE, "packages/money/__tests__/integration/test_rounding.py"],
        ["ITM505 packages/money/__tests__/integration/test_rounding.py"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_missing_is_found(name: str) -> None:
    paths, expected = BROKEN[name]
    assert findings(paths) == expected


NEEDS: dict[str, tuple[str, list[str]]] = {
    "by the root": (SOURCED, list(HELPERS)),
    "by git": ('. "$(git rev-parse --show-toplevel)/tools/integration-runner/integration-mode.sh"\n', [HELPERS[0]]),
    "by a relative path": ("source ../../../../tools/integration-runner/junit-path.sh\n", [HELPERS[1]]),
    "by a folder in a variable": (
        'DIR="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../../../tools/integration-runner" && pwd)"\nsource "$DIR/integration-mode.sh"\n',
        [HELPERS[0]],
    ),
    "by two variables": ('ROOT=..\nTOOLS="$ROOT/tools/integration-runner"\n. "${TOOLS}/junit-path.sh"\n', [HELPERS[1]]),
    "twice": ("source tools/integration-runner/junit-path.sh\nsource tools/integration-runner/junit-path.sh\n", [HELPERS[1]]),
    "run": (
        'bash "$ROOT/tools/integration-runner/run-jest-integration.sh" billing\n',
        ["tools/integration-runner/run-jest-integration.sh"],
    ),
    "run directly": (
        '"$ROOT/tools/integration-runner/run-jest-integration.sh" billing\n',
        ["tools/integration-runner/run-jest-integration.sh"],
    ),
    "only said": ('echo "see tools/integration-runner/integration-mode.sh"\n# source tools/integration-runner/x.sh\n', []),
    "another folder": ("source tools/integration/integration-mode.sh\n", []),
    "an unknown file": ('source "${HELPER}"\nsource "tools/integration-runner/${NAME}"\n', []),
}


@pytest.mark.parametrize("name", NEEDS)
def test_shared_helpers_that_runners_need(name: str) -> None:
    script, needed = NEEDS[name]
    runner = f"services/billing/__tests__/integration/{RUNNER}"
    outcome = check_sources(dict.fromkeys([*TS, *PY], "") | {runner: script}, None, Options(only=frozenset({"ITM506"})))
    assert sorted(f.about for f in outcome.run.findings) == sorted(path.rpartition("integration-runner/")[2] for path in needed)
    assert {(f.path, f.span.line) for f in outcome.run.findings} <= {(runner, 1)}
    there = dict.fromkeys([*TS, *needed], "") | {runner: script}
    assert check_sources(there, None, Options(only=frozenset({"ITM506"}))).run.findings == []


def test_helpers_that_a_harness_needs() -> None:
    harness = {
        "services/billing/__tests__/integration/helpers.ts": 'import { getIntegrationMode } from "../../../../tools/integration-runner/ts/mode";\n'
        'import type { Mode } from "../../../../tools/integration-runner/ts/types";\n',
        "services/forms/__tests__/integration/helpers.py": "from integration_mode import integration_mode\n",
    }
    wanted = [
        f"ITM506 services/billing/__tests__/integration/{RUNNER}",
        f"ITM506 services/forms/__tests__/integration/{RUNNER}",
    ]
    assert findings([*TS, *PY], harness) == wanted
    assert findings([*TS, *PY, "tools/integration-runner/ts/mode.ts", "tools/integration-runner/integration_mode.py"], harness) == []
    assert findings([*TS, *PY, "tools/integration-runner/ts/mode/index.ts", "packages/testing/integration_mode/__init__.py"], harness) == []


def test_one_finding_per_helper_and_not_per_runner() -> None:
    runners = {path: SOURCED for path in (*TS, *PY, *GO) if path.endswith(RUNNER)}
    outcome = check_sources(dict.fromkeys([*TS, *PY, *GO], "") | runners, None, STRUCTURE)
    assert [(f.code, f.path, f.about) for f in outcome.run.findings] == [
        ("ITM506", f"services/billing/__tests__/integration/{RUNNER}", "integration-mode.sh"),
        ("ITM506", f"services/billing/__tests__/integration/{RUNNER}", "junit-path.sh"),
    ]
    nested = [f"platform/{path}" for path in HELPERS]
    assert findings([*TS, *nested], {path: SOURCED for path in TS if path.endswith(RUNNER)}) == []


def test_the_variable_shows_that_the_contract_is_known() -> None:
    test = "packages/money/__tests__/integration/a.test.ts"
    assert findings([test]) == []
    assert findings([], {test: 'const live = process.env.INTEGRATION_MODE === "cluster";\n'}) == [f"ITM502 {test}"]
    assert findings([test, "tools/integration-runner/integration-mode.sh"]) == [f"ITM502 {test}"]
    assert findings([test], config=parse("")) == [f"ITM502 {test}"]


def test_helpers_that_helpers_need() -> None:
    runner = f"services/billing/__tests__/integration/{RUNNER}"
    tool = "tools/integration-runner/run-jest-integration.sh"
    contents = {
        runner: 'ROOT="$(git rev-parse --show-toplevel)"\nsuite=("$ROOT/tools/integration-runner/run-jest-integration.sh" billing)\n"${suite[@]}"\n',
        tool: '#!/usr/bin/env bash\nsource "$(dirname "${BASH_SOURCE[0]}")/junit-path.sh"\n. ./integration-mode.sh\n',
    }
    outcome = check_sources(dict.fromkeys(TS, "") | contents, None, Options(only=frozenset({"ITM506"})))
    assert [(f.path, f.about) for f in outcome.run.findings] == [(runner, "integration-mode.sh"), (runner, "junit-path.sh")]
    assert findings([*TS, *HELPERS], contents) == []


def test_markers_make_a_primitive_a_suite() -> None:
    test = "primitives/queue/redis/tests/test_queue.py"
    marked = {test: "import pytest\n\n@pytest.mark.integration\ndef test_queue():\n    assert [1].pop() == 1\n"}
    assert findings([], marked) == [f"ITM502 {test}"]
    assert findings([], {test: "def test_queue():\n    '''integration'''\n    assert [1].pop() == 1\n"}) == []
    built = {"primitives/queue/redis/tests/queue_test.go": "//go:build integration\n\npackage queue\n"}
    assert findings([], built) == ["ITM502 primitives/queue/redis/tests/queue_test.go"]
    assert marked_primitives(["primitives/queue/redis/tests/test_gone.py"], lambda _: None) == []


def test_configured_suites_are_judged() -> None:
    config = parse('[suites]\nfolders = ["acceptance/*"]\n')
    paths = ["acceptance/core/test_a.py", f"acceptance/extra/{RUNNER}"]
    assert findings(paths, config=config) == ["ITM502 acceptance/core/test_a.py", f"ITM504 acceptance/extra/{RUNNER}"]


def test_findings_are_settings_like_all_others() -> None:
    runner = f"services/billing/__tests__/integration/{RUNNER}"
    broken = without(TS, "__mocks__")
    silenced = {runner: "#!/usr/bin/env bash\n# lint430: ignore-file[ITM501] -- stateless\nset -euo pipefail\n"}
    outcome = check_sources(dict.fromkeys(broken, "") | silenced, None, Options(select=("ITM501", "ITM903")))
    assert (outcome.run.findings, [s.reason for s in outcome.run.suppressed]) == ([], ["stateless"])
    (unused,) = check_sources(dict.fromkeys(TS, "") | silenced, None, Options(select=("ITM501", "ITM903"))).run.findings
    assert unused.code == "ITM903"
    assert findings(broken, config=parse('[per-path-ignores]\n"services/billing/**" = ["ITM501"]\n')) == []
    without_it = check_sources(dict.fromkeys(broken, ""), parse('ignore = ["missing-mocks"]\n')).run.findings
    assert "ITM501" not in {f.code for f in without_it}
    (noted,) = check_sources(dict.fromkeys(broken, ""), parse('[levels]\nITM501 = "note"\n'), STRUCTURE).run.findings
    assert (noted.severity, noted.suite, noted.name) == ("note", "services/billing", "missing-mocks")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for path in [*without(TS, "__mocks__"), *without(PY, "__mocks__")]:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "services"),
    [
        ([], ["billing", "forms"]),
        (["services/billing"], ["billing"]),
        (["services/forms/src/invoice.py"], ["forms"]),
        (["services/billing/__tests__/integration/helpers.ts", "services/forms/pyproject.toml"], ["billing", "forms"]),
        (["services/billing/__tests__/unit"], ["billing"]),
    ],
)
def test_given_paths_choose_the_suites_and_the_whole_repository_answers(tree: Path, paths: list[str], services: list[str]) -> None:
    found = run(tree, Configs(tree), paths, STRUCTURE).run.findings
    assert [f"{f.code} {f.path}" for f in found] == [f"ITM501 services/{name}/__tests__/integration/{RUNNER}" for name in services]


def test_a_runner_that_was_not_asked_for_still_silences(tree: Path) -> None:
    runner = tree / f"services/billing/__tests__/integration/{RUNNER}"
    runner.write_text("#!/usr/bin/env bash\n# lint430: ignore-file[ITM501, ITM402] -- stateless\n")
    outcome = run(tree, Configs(tree), ["services/billing/src/invoice.ts"], Options(select=("ITM5", "ITM9")))
    assert (outcome.run.findings, len(outcome.run.suppressed)) == ([], 1)


def inventory(*paths: str) -> Inventory:
    suites = find_suites(paths, Config())
    roles = Roles(Config(), paths, SuiteIndex(suites))
    (found,) = take_inventory(paths, suites, roles.role_of)
    return found


def test_an_inventory_names_its_parts() -> None:
    found = inventory(*TS, "services/billing/__tests__/integration/data.json", "services/billing/__mocks__/seed.sql")
    home = "services/billing"
    assert found.runner == found.place == f"{home}/__tests__/integration/{RUNNER}"
    assert found.tests == (f"{home}/__tests__/integration/invoice.test.ts",)
    assert found.harness == (f"{home}/__tests__/integration/helpers.ts",)
    assert found.mocks == f"{home}/__mocks__"
    assert len(found.doubles) == 3
    assert found.fixtures == f"{home}/__mocks__/fixtures.ts"
    assert found.manifest == f"{home}/package.json"
    assert found.languages == {"typescript"}
    assert found.foreign_tests() == []


def test_a_part_of_a_service_has_its_own_manifest_and_language() -> None:
    part = "services/shop/api"
    found = inventory(
        f"{part}/__tests__/integration/a_test.go",
        f"{part}/go.mod",
        f"{part}/main.go",
        "services/shop/package.json",
        "services/shop/web/a.ts",
    )
    assert found.manifest == f"{part}/go.mod"
    assert found.languages == {"go"}


def test_roles_keep_tests_and_doubles_out_of_a_service_language() -> None:
    found = inventory(
        "services/a/__mocks__/x.go", "services/a/e2e/y.ts", "services/a/__tests__/integration/test_a.py", "services/a/src/a.py"
    )
    assert found.languages == {"python"}


def test_a_suite_that_only_the_configuration_names_needs_a_runner_where_there_are_runners() -> None:
    config = parse('mode-variables = ["ACCEPTANCE"]\n[suites]\nfolders = ["acceptance"]')
    suite = {"acceptance/store_test.go": "package acceptance\n", "go.mod": "module example.org/a\n"}
    only = Options(only=frozenset({"ITM502"}))
    assert check_sources(suite, config, only).run.findings == []
    other = {"services/a/__tests__/integration/run_integration_tests.sh": "#!/usr/bin/env bash\n"}
    assert [f.path for f in check_sources(suite | other, config, only).run.findings] == ["acceptance/store_test.go"]
