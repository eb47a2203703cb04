"""Which folders are integration suites, whose they are, and which files belong to them."""

from __future__ import annotations

import pytest

from lint430.config import Config, parse
from lint430.model import Suite
from lint430.repository.suites import SuiteIndex, contract_in_force, find_suites, is_test_name

RUNNER = "run_integration_tests.sh"


def found(*paths: str, config: Config | None = None, marked: tuple[str, ...] = ()) -> list[Suite]:
    return find_suites(paths, config or Config(), marked)


def test_a_service_with_everything() -> None:
    folder = "services/billing/__tests__/integration"
    assert found(
        f"{folder}/{RUNNER}",
        f"{folder}/a.test.ts",
        f"{folder}/b.test.ts",
        f"{folder}/test_c.py",
        f"{folder}/helpers.py",
        "services/billing/x.go",
    ) == [Suite("services/billing", "billing", "service", folder, f"{folder}/{RUNNER}", "typescript")]


def test_a_service_without_runner_or_tests() -> None:
    assert found("services/a/__tests__/integration/helpers.ts") == [
        Suite("services/a", "a", "service", "services/a/__tests__/integration", None, None)
    ]


@pytest.mark.parametrize(
    ("path", "owner", "kind"),
    [
        ("packages/p/__tests__/integration/a_test.go", "packages/p", "package"),
        ("backend/services/s/__tests__/integration/a_test.go", "backend/services/s", "service"),
        ("services/s/api/__tests__/integration/a_test.go", "services/s", "service"),
        ("web/__tests__/integration/a_test.go", "web", "package"),
        ("__tests__/integration/a_test.go", ".", "package"),
    ],
)
def test_conventional_folders_anywhere(path: str, owner: str, kind: str) -> None:
    (suite,) = found(path)
    assert (suite.path, suite.kind, suite.folder, suite.language) == (owner, kind, path.rpartition("/")[0], "go")


def test_a_primitive_needs_a_runner_or_a_marker() -> None:
    tests = "primitives/queue/redis/tests"
    assert found(f"{tests}/test_a.py") == []
    expected = Suite("primitives/queue/redis", "redis", "primitive", tests, None, "python")
    assert found(f"{tests}/test_a.py", marked=(f"{tests}/test_a.py",)) == [expected]
    assert found(f"{tests}/integration/test_a.py") == [expected]
    assert found(f"{tests}/test_a_integration.py") == [expected]
    assert found(f"{tests}/integration_helpers.py", f"{tests}/test_disintegration.py") == []
    assert found(f"{tests}/test_a.py", f"{tests}/{RUNNER}")[0].runner == f"{tests}/{RUNNER}"


def test_packs_need_the_contract() -> None:
    paths = ("tests/integration/flow/test_a.py", "tests/integration/helpers/x.py", "tests/integration/flow/deep/test_b.py")
    assert found(*paths) == []
    expected = [Suite("tests/integration/flow", "flow", "pack", "tests/integration/flow", None, "python")]
    assert found(*paths, "tools/integration-runner/integration-mode.sh") == expected
    assert found(*paths, config=parse("")) == expected
    with_runner = found(*paths, f"tests/integration/other/{RUNNER}")
    assert [suite.folder for suite in with_runner] == ["tests/integration/flow", "tests/integration/other"]
    assert [suite.folder for suite in found("tests/integration/test_a.py", config=parse(""))] == ["tests/integration"]
    assert found("services/a/tests/integration/flow/test_a.py", config=parse("")) == []


def test_a_runner_makes_a_suite_anywhere() -> None:
    assert found(f"jobs/nightly/{RUNNER}", "jobs/nightly/a_test.go") == [
        Suite("jobs/nightly", "nightly", "pack", "jobs/nightly", f"jobs/nightly/{RUNNER}", "go")
    ]
    assert found(f"services/a/tests/{RUNNER}")[0] == Suite("services/a", "a", "service", "services/a/tests", f"services/a/tests/{RUNNER}")
    assert found(f"tools/integration-runner/template/{RUNNER}") == []


@pytest.mark.parametrize(
    ("others", "folder"),
    [
        (("services/a/__tests__/integration/a.test.ts",), "services/a/__tests__/integration"),
        (("services/a/tests/test_a.py",), "services/a/tests"),
        (("services/a/a_test.go",), "services/a"),
        (("services/a/main.go",), "services/a/__tests__/integration"),
    ],
)
def test_a_runner_above_its_tests_does_not_claim_the_code(others: tuple[str, ...], folder: str) -> None:
    (suite,) = found(f"services/a/{RUNNER}", "services/a/src/x.ts", *others)
    assert (suite.folder, suite.runner) == (folder, f"services/a/{RUNNER}")


def test_a_runner_at_the_root() -> None:
    (suite,) = found(RUNNER, "src/a.py", "tests/test_a.py")
    assert (suite.path, suite.folder, suite.runner) == ("tests", "tests", RUNNER)


def test_a_runner_inside_a_suite_is_no_second_suite_unless_it_has_tests() -> None:
    folder = "services/a/__tests__/integration"
    assert [suite.runner for suite in found(f"{folder}/a.test.ts", f"{folder}/bin/{RUNNER}")] == [None]
    nested = found(f"{folder}/a.test.ts", f"{folder}/more/{RUNNER}", f"{folder}/more/test_b.py")
    assert [(suite.folder, suite.language) for suite in nested] == [(folder, "typescript"), (f"{folder}/more", "python")]


@pytest.mark.parametrize(
    ("glob", "folders"),
    [
        ("acceptance/*", ["acceptance/core", "acceptance/extra"]),
        ("acceptance/**", ["acceptance"]),
        ("acceptance", ["acceptance"]),
        ("acceptance/core/", ["acceptance/core"]),
        ("**/live", ["lib/live"]),
        ("services/a/__tests__/integration", ["services/a/__tests__/integration"]),
        ("nothing", []),
    ],
)
def test_configured_folders(glob: str, folders: list[str]) -> None:
    paths = ["acceptance/core/a_test.go", "acceptance/core/deep/b_test.go", "acceptance/extra/c_test.go", "lib/live/d_test.go"]
    if glob.startswith("services"):
        paths = ["services/a/__tests__/integration/a.test.ts"]
    assert [suite.folder for suite in find_suites(paths, Config(suites=(glob,)))] == folders


def test_the_language_is_that_of_most_tests_and_ties_are_settled() -> None:
    folder = "services/a/__tests__/integration"
    assert found(f"{folder}/test_a.py", f"{folder}/b.test.ts")[0].language == "python"
    assert found(f"{folder}/deep/b.test.js", f"{folder}/c.test.ts", f"{folder}/test_a.py")[0].language == "typescript"


def test_the_suite_of_a_path() -> None:
    folder = "services/a/__tests__/integration"
    index = SuiteIndex(found(f"{folder}/a.test.ts", "packages/p/__tests__/integration/x_test.go", f"jobs/n/{RUNNER}", "services/ab/x.ts"))
    a, p, n = (next(suite for suite in index.suites if suite.name == name) for name in ("a", "p", "n"))
    assert index.suite_of(f"{folder}/deep/x.ts") == (a, True)
    assert index.suite_of("services/a/src/deep/x.ts") == (a, False)
    assert index.suite_of("services/a/x.ts") == (a, False)
    assert index.suite_of("services/ab/x.ts") == (None, False)
    assert index.suite_of("packages/p/x.go") == (p, False)
    assert index.suite_of("jobs/n/x.sh") == (n, True)
    assert index.suite_of("jobs/x.sh") == (None, False)
    assert index.suite_of("x.sh") == (None, False)


def test_a_suite_at_the_root_owns_everything() -> None:
    index = SuiteIndex(found("__tests__/integration/a.test.ts"))
    assert index.suite_of("src/x.ts") == (index.suites[0], False)
    assert index.suite_of("__tests__/integration/a.test.ts") == (index.suites[0], True)


def test_where_the_contract_is_in_force() -> None:
    assert not contract_in_force(["src/a.py", "tests/integration/x/test_a.py", "integration-runner/a.sh"], Config())
    assert contract_in_force(["a/run_integration_tests.sh"], Config())
    assert contract_in_force([RUNNER], Config())
    assert contract_in_force(["tools/integration-runner/x.sh"], Config())
    assert contract_in_force([], parse(""))
    assert contract_in_force([], Config(), found("services/a/__tests__/integration/x.ts"))


def test_names_of_tests() -> None:
    for name in (
        "a.test.ts",
        "a.spec.mjs",
        "a.mock.test.tsx",
        "test_a.py",
        "a_test.py",
        "tests.py",
        "a_test.go",
        "a.bats",
        "test-a.mjs",
        "a.cy.js",
        "a.e2e-spec.ts",
        "checkout-e2e.ts",
        "a_test.sh",
    ):
        assert is_test_name(name), name
    for name in (
        "test.ts",
        "testing.go",
        "latest.py",
        "conftest.py",
        "contest.ts",
        "a.test.json",
        "attest.sh",
        "test_helper.bash",
        "test-utils.js",
        "run_tests.sh",
        "run-e2e.ts",
        "run-playwright-e2e.mjs",
        "a.test.ts.snap",
    ):
        assert not is_test_name(name), name
