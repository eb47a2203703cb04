"""What a suite's row says when something is wrong with it, and which number moves: cell by cell, one mutation at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lint430.config import parse
from lint430.engine import check_sources
from lint430.model import Severity
from lint430.status import json as json_format
from lint430.status import markdown
from lint430.status.measure import Status, measure

Platform = dict[str, str]
Measure = Callable[[Mapping[str, str]], Status]

BILLING, FORMS, GATE = (f"services/{name}/__tests__/integration" for name in ("billing", "forms", "gate"))
MONEY = "packages/money/__tests__/integration"
RUNNER = "run_integration_tests.sh"
BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
ALL_GOOD = {
    "suites": 6,
    "mode_helper": 6,
    "compliant": 6,
    "partial": 0,
    "cluster_only": 0,
    "missing": 0,
    "services": 3,
    "services_with_mocks": 3,
    "runners": 6,
    "compliant_runners": 6,
    "jest_extra_args": 0,
    "e2e_suites": 1,
    "e2e_compliant": 1,
    "e2e_specs": 3,
    "e2e_violations": 0,
    "errors": 0,
    "warnings": 0,
    "notes": 0,
    "suppressed": 0,
    "suites_with_suppressions": 0,
    "baselined": 0,
}


def test_a_compliant_platform(platform: Platform, measured: Measure) -> None:
    status = measured(platform)
    assert status.metrics == ALL_GOOD
    assert [
        (row.label, row.suite.kind, row.language, row.status, row.mode_helper, row.has_mocks, row.violations) for row in status.rows
    ] == [
        ("gate", "service", "Go", "Compliant", True, True, ()),
        ("billing", "service", "TypeScript", "Compliant", True, True, ()),
        ("forms", "service", "Python", "Compliant", True, True, ()),
        ("money", "package", "TypeScript", "Compliant", True, None, ()),
        ("redis", "primitive", "Python", "Compliant", True, None, ()),
        ("checkout", "pack", "Python", "Compliant", True, None, ()),
    ]
    for row in status.rows:
        assert row.definition_of_done == {
            "mocks": True if row.suite.kind == "service" else None,
            "both_modes": True,
            "no_filtering": True,
            "identical_tests": True,
            "start_event": True,
        }
    assert [(feature.name, len(feature.specs), feature.violations) for feature in status.features] == [("auth", 2, ()), ("invoices", 1, ())]
    assert status.helpers == ("tools/integration-runner/integration-mode.sh", "tools/integration-runner/junit-path.sh")


@dataclass(frozen=True)
class Mutation:
    """One thing that went wrong: files written (None deletes, a folder's too) or edited, and what moves."""

    files: Mapping[str, str | None] = field(default_factory=dict)
    edits: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    row: tuple[str, str, tuple[str, ...]] | None = None
    """Label, status and violations of the row that moves."""
    moves: Mapping[str, int] = field(default_factory=dict)
    undone: tuple[str, ...] = ()
    """Points of the definition of done that are no longer met."""
    no_mode_helper: bool = False
    lost: tuple[str, ...] = ()
    """Rows that are gone."""

    def apply(self, platform: Platform) -> Platform:
        files = dict(platform)
        for path, text in self.files.items():
            for known in [one for one in files if one == path or one.startswith(f"{path}/")]:
                del files[known]
            if text is not None:
                files[path] = text
        for path, (old, new) in self.edits.items():
            assert files[path].count(old) == 1, (path, old)
            files[path] = files[path].replace(old, new)
        return files


def worse(errors: int = 1, **more: int) -> dict[str, int]:
    """Give what moves when one suite is no longer compliant."""
    return {"compliant": 5, "compliant_runners": 5, "errors": errors, **more}


MUTATIONS: dict[str, Mutation] = {
    "a branch in a service's runtime": Mutation(
        {"services/billing/src/limit.ts": BRANCH},
        row=("billing", "Partial", ("ITM101",)),
        moves=worse(partial=1),
        undone=("identical_tests",),
    ),
    "a branch in a package's runtime": Mutation({"packages/money/src/limit.ts": BRANCH}, moves={"errors": 1}),
    "a branch in a service without a suite": Mutation({"services/web/src/limit.ts": BRANCH}, moves={"errors": 1}),
    "a skip": Mutation(
        edits={
            f"{FORMS}/test_answer.py": (
                "    assert",
                "    if os.environ['INTEGRATION_MODE'] == 'repo':\n        pytest.skip('no')\n    assert",
            )
        },
        row=("forms", "Partial", ("ITM201",)),
        moves=worse(partial=1),
        undone=("no_filtering",),
    ),
    "no doubles": Mutation(
        {"services/gate/__mocks__": None},
        row=("gate", "Missing", ("ITM501",)),
        moves=worse(missing=1, services_with_mocks=2),
        undone=("mocks",),
    ),
    "doubles without a source file": Mutation(
        {"services/gate/__mocks__": None, "services/gate/__mocks__/README.md": "soon\n"},
        row=("gate", "Missing", ("ITM501",)),
        moves=worse(missing=1, services_with_mocks=2),
        undone=("mocks",),
    ),
    "doubles without fixtures": Mutation({"services/gate/__mocks__/fixtures.go": None}, moves={"notes": 1}),
    "a branch in the doubles is theirs": Mutation({"services/billing/__mocks__/limit.ts": BRANCH}),
    "an unknown mode in the doubles": Mutation(
        {"services/billing/__mocks__/limit.ts": BRANCH.replace('"cluster"', '"hybrid"')},
        row=("billing", "Partial", ("ITM210",)),
        moves=worse(partial=1),
        undone=("identical_tests",),
    ),
    "cluster only": Mutation(
        edits={
            f"{GATE}/{RUNNER}": (
                'if [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode',
                "require_cluster_mode\nif true; then\n  :",
            )
        },
        row=("gate", "Cluster-Only", ("ITM415",)),
        moves=worse(cluster_only=1),
        undone=("both_modes",),
    ),
    "cluster only goes before partial": Mutation(
        {
            "services/gate/limit.go": 'package main\n\nimport "os"\n\nfunc limit() int {\n\tif os.Getenv("INTEGRATION_MODE") == "repo" {\n\t\treturn 1\n\t}\n\treturn 2\n}\n'
        },
        {f"{GATE}/{RUNNER}": ('if [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode', "require_cluster_mode\nif true; then\n  :")},
        row=("gate", "Cluster-Only", ("ITM101", "ITM415")),
        moves=worse(2, cluster_only=1),
        undone=("both_modes", "identical_tests"),
    ),
    "missing goes before cluster only": Mutation(
        {"services/gate/__mocks__": None},
        {f"{GATE}/{RUNNER}": ('if [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode', "require_cluster_mode\nif true; then\n  :")},
        row=("gate", "Missing", ("ITM415", "ITM501")),
        moves=worse(2, missing=1, services_with_mocks=2),
        undone=("mocks", "both_modes"),
    ),
    "a package's suite on the cluster only": Mutation(
        edits={
            f"{MONEY}/{RUNNER}": (
                'if [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode',
                "require_cluster_mode\nif true; then\n  :",
            )
        },
        row=("money", "Cluster-Only", ("ITM415",)),
        moves=worse(cluster_only=1),
        undone=("both_modes",),
    ),
    "no runner": Mutation(
        {f"{FORMS}/{RUNNER}": None},
        row=("forms", "Partial", ("ITM502",)),
        moves=worse(partial=1, mode_helper=5, runners=5),
        undone=("both_modes", "start_event"),
        no_mode_helper=True,
    ),
    "no mode helper": Mutation(
        edits={
            f"{FORMS}/{RUNNER}": ('source "${ROOT}/tools/integration-runner/integration-mode.sh"\n', "integration_mode() { echo repo; }\n")
        },
        row=("forms", "Partial", ("ITM409",)),
        moves=worse(partial=1, mode_helper=5),
        undone=("both_modes",),
        no_mode_helper=True,
    ),
    "no start event": Mutation(
        edits={f"{FORMS}/{RUNNER}": ("integration_test_started", "started")},
        row=("forms", "Partial", ("ITM406",)),
        moves=worse(partial=1),
        undone=("start_event",),
    ),
    "no tests": Mutation(
        {f"{BILLING}/answer.test.ts": None},
        row=("billing", "Partial", ("ITM504",)),
        moves=worse(partial=1),
        undone=("identical_tests",),
    ),
    "extra arguments in the runner": Mutation(
        edits={f"{BILLING}/{RUNNER}": ("jest --ci", "jest --ci ${JEST_EXTRA_ARGS:-}")},
        row=("billing", "Partial", ("ITM301",)),
        moves=worse(partial=1, jest_extra_args=1),
        undone=("no_filtering",),
    ),
    "extra arguments in a package script": Mutation(
        {"services/billing/package.json": '{"name": "billing", "scripts": {"it": "jest $JEST_EXTRA_ARGS"}}\n'},
        row=("billing", "Partial", ("ITM301",)),
        moves=worse(partial=1, jest_extra_args=1),
        undone=("no_filtering",),
    ),
    "extra arguments in CI": Mutation(
        {".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    env:\n      JEST_EXTRA_ARGS: --ci\n    steps: []\n"},
        moves={"errors": 1, "jest_extra_args": 1},
    ),
    "a warning": Mutation(
        edits={f"{BILLING}/answer.test.ts": ("it(", "it.skip(")},
        moves={"warnings": 1},
    ),
    "a unit test that asks": Mutation(
        {"services/billing/__tests__/unit/a.test.ts": 'it("a", () => {\n  expect(process.env.INTEGRATION_MODE).toBe("repo");\n});\n'},
        moves={"notes": 1},
    ),
    "a missing shared helper makes no row worse": Mutation(
        {"tools/integration-runner/junit-path.sh": None},
        moves={"errors": 1},
    ),
    "a lenient shared helper makes no row worse": Mutation(
        edits={"tools/integration-runner/integration-mode.sh": ("*) exit 1 ;;", "*) echo repo ;;")},
        moves={"errors": 1},
    ),
    "E2E that branches makes no row worse": Mutation(
        {
            "services/billing/__tests__/e2e/auth/sso.spec.ts": 'import { test } from "@playwright/test";\n\nif (process.env.INTEGRATION_MODE === "repo") {\n  test("a", async () => {});\n}\n'
        },
        moves={"errors": 1, "e2e_violations": 1, "e2e_compliant": 0, "e2e_specs": 4},
    ),
    "another E2E framework": Mutation(
        {"services/billing/package.json": '{"name": "billing", "devDependencies": {"cypress": "13.0.0"}}\n'},
        moves={"errors": 1, "e2e_violations": 1, "e2e_compliant": 0},
    ),
    "a suppressed error": Mutation(
        {"services/billing/src/limit.ts": f"// lint430: ignore[ITM101] -- until BILL-1\n{BRANCH}"},
        moves={"suppressed": 1, "suites_with_suppressions": 1},
    ),
    "a suppressed refusal is still one": Mutation(
        edits={
            f"{GATE}/{RUNNER}": (
                'if [[ "${MODE}" == "cluster" ]]; then\n  require_cluster_mode',
                "# lint430: ignore[ITM415] -- nightly only\nrequire_cluster_mode\nif true; then\n  :",
            )
        },
        row=("gate", "Cluster-Only", ()),
        moves={"compliant": 5, "compliant_runners": 5, "cluster_only": 1, "suppressed": 1, "suites_with_suppressions": 1},
        undone=("both_modes",),
    ),
    "a suite less": Mutation(
        {MONEY: None},
        moves={"suites": 5, "mode_helper": 5, "compliant": 5, "compliant_runners": 5, "runners": 5},
        lost=("money",),
    ),
    "a service less": Mutation(
        {"services/forms": None},
        moves={
            "suites": 5,
            "mode_helper": 5,
            "compliant": 5,
            "compliant_runners": 5,
            "runners": 5,
            "services": 2,
            "services_with_mocks": 2,
        },
        lost=("forms",),
    ),
    "a test in a foreign language": Mutation(
        {f"{FORMS}/answer.test.ts": 'it("a", () => {\n  expect(1 + 1).toBe(2);\n});\n'},
        row=("forms", "Partial", ("ITM505",)),
        moves=worse(partial=1),
        undone=("identical_tests",),
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_moves_its_cells_and_no_others(name: str, platform: Platform, measured: Measure) -> None:
    mutation = MUTATIONS[name]
    before, after = measured(platform), measured(mutation.apply(platform))
    changed = {key: value for key, value in after.metrics.items() if value != before.metrics[key]}
    assert changed == mutation.moves
    rows = {row.label: row for row in after.rows}
    for row in before.rows:
        if row.label in mutation.lost:
            assert row.label not in rows
            continue
        now = rows[row.label]
        moved = mutation.row is not None and mutation.row[0] == row.label
        expected = mutation.row[1:] if mutation.row is not None and moved else ("Compliant", ())
        assert (now.status, now.violations) == expected, row.label
        assert now.language == row.language
        assert now.mode_helper == (not (mutation.no_mode_helper and moved))
        undone = [point for point, met in now.definition_of_done.items() if met is False]
        assert sorted(undone) == sorted(mutation.undone if moved else ()), row.label
    assert len(rows) == len(before.rows) - len(mutation.lost)


def test_a_rows_cells_in_the_document(platform: Platform, measured: Measure) -> None:
    text = markdown.render(measured(MUTATIONS["missing goes before cluster only"].apply(platform)))
    assert "| `gate` | Yes | **Missing** | **No** | ITM415, ITM501 | P1 |\n" in text
    assert "| Missing `__mocks__/` (violations) | 1 | 17% |\n" in text
    assert "| Services with `__mocks__/` | 2 | 67% |\n" in text
    assert "- `gate`: `services/gate/__mocks__/` does not exist\n" in text
    text = markdown.render(measured(MUTATIONS["a suppressed error"].apply(platform)))
    assert "| `billing` | Yes | **Compliant** | **Yes** | None (1 suppressed) | P1 |\n" in text
    assert "- **ITM101** runtime-mode-branch: `services/billing/src/limit.ts:2`: until BILL-1\n" in text
    assert "| Suites with suppressions | 1 | 17% |\n" in text


# --- where a suite's things are ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "feature"),
    [
        ("services/web/__tests__/e2e/auth/login.spec.ts", "auth"),
        ("services/web/__tests__/e2e/specs/auth/deep/login.spec.ts", "auth"),
        ("services/web/__tests__/e2e/auth.spec.ts", "auth"),
        ("services/web/features/auth/__tests__/e2e/login.spec.ts", "auth"),
        ("services/web/src/features/auth/__tests__/e2e/specs/login.spec.ts", "auth"),
        ("services/web/src/__tests__/e2e/login.spec.ts", "login"),
        ("services/web/cypress/e2e/login.cy.ts", "login"),
        ("services/web/__tests__/e2e/test_login.py", "login"),
        ("services/web/cypress/e2e/auth/login.cy.ts", "auth"),
    ],
)
def test_the_feature_of_a_spec(path: str, feature: str, measured: Measure) -> None:
    status = measured({path: 'import { test } from "@playwright/test";\n\ntest("a", async () => {});\n'})
    assert [(one.name, one.owner, one.specs) for one in status.features] == [(feature, "services/web", (path,))]


def test_features_of_several_services(platform: Platform, measured: Measure) -> None:
    spec = platform["services/billing/__tests__/e2e/auth/login.spec.ts"]
    other = {"services/forms/__tests__/e2e/draft/save.spec.ts": spec}
    assert [one.name for one in measured({**platform, **other}).features] == ["auth", "invoices", "draft"]
    other["services/forms/__tests__/e2e/auth/login.spec.ts"] = spec
    assert [one.name for one in measured({**platform, **other}).features] == ["billing/auth", "invoices", "forms/auth", "draft"]


def test_services_that_share_a_name(platform: Platform, measured: Measure) -> None:
    twin = {
        path.replace("services/billing", "legacy/services/billing"): text for path, text in platform.items() if "services/billing" in path
    }
    labels = [row.label for row in measured({**platform, **twin}).rows]
    assert "services/billing" in labels
    assert "legacy/services/billing" in labels


def test_a_repository_without_suites(measured: Measure) -> None:
    status = measured({"README.md": "hello\n"})
    assert set(status.metrics.values()) == {0}
    assert "No E2E suite." in markdown.render(status)


# --- the same numbers as check ----------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=4, unique=True))
def test_status_and_check_count_the_same(names: list[str], platform: Platform) -> None:
    """Every finding of a run is in the status exactly once per suite it belongs to, and the metrics are sums over the rows."""
    files = dict(platform)
    for name in names:
        mutation = MUTATIONS[name]
        if all(files.get(path, "").count(old) == 1 for path, (old, _) in mutation.edits.items()):
            files = mutation.apply(files)
    config = parse(files["lint430.toml"])
    outcome = check_sources(files, config, executable=[path for path in files if path.endswith(".sh")])
    status = measure(outcome, config.status)
    listed = [*status.e2e_findings, *status.shared_findings, *status.other_findings]
    listed += [finding for row in status.rows for finding in (*row.findings, *row.beside)]
    assert sorted(map(repr, listed)) == sorted(map(repr, outcome.run.findings))
    silenced = [*status.other_suppressed, *(one for row in status.rows for one in row.suppressed)]
    assert sorted(map(repr, silenced)) == sorted(map(repr, outcome.run.suppressed))
    m = status.metrics
    assert m["errors"] == sum(finding.severity is Severity.ERROR for finding in outcome.run.findings)
    assert m["jest_extra_args"] == sum(finding.code == "ITM301" for finding in outcome.run.findings)
    assert m["suites"] == m["compliant"] + m["partial"] + m["cluster_only"] + m["missing"] == len(status.rows)
    for row in status.rows:
        assert (row.status == "Compliant") == (not row.violations and not any(v is False for v in row.definition_of_done.values()))
    document = json_format.document(status)
    text = markdown.render(status)
    assert f"| Dual-mode compliant runners | {m['compliant']}/{m['suites']} | 100% |" in text
    table = re.findall(r"^\| `[^|]*` \| (?:Yes|No) \| \*\*(Compliant|Partial|Cluster-Only|Missing)\*\* \|", text, re.MULTILINE)
    assert sorted(table) == sorted(suite["status"] for suite in document["suites"])
