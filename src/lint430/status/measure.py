"""Measures a repository's suites from one run: a row per suite, E2E by feature, doubles, runners, and the numbers on top."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lint430.config import StatusSettings, SuiteNotes
from lint430.engine import Outcome
from lint430.flow.runners import Practices
from lint430.model import Finding, Role, Severity, Suite, Suppressed
from lint430.repository.inventory import Inventory
from lint430.repository.suites import SHARED_HELPERS, SuiteIndex, is_test_name, language_of_name

COMPLIANT, PARTIAL, CLUSTER_ONLY, MISSING = "Compliant", "Partial", "Cluster-Only", "Missing"
STATES = (COMPLIANT, PARTIAL, CLUSTER_ONLY, MISSING)
"""The best first."""
KINDS = ("service", "package", "primitive", "pack")
LANGUAGES = {"typescript": "TypeScript", "python": "Python", "go": "Go"}
"""What the languages of the contract are called, in the order of their tables."""
E2E_CODES = frozenset(("ITM601", "ITM602"))
EXTRA_ARGS = "ITM301"
_MISSING_HELPER = "ITM506"
_EVENT = "ITM406"
_ELSEWHERE = frozenset((Role.UNIT_TEST, Role.OTHER))
"""Roles whose findings make no suite's row worse, although the files lie in its service."""
_FILTERS = re.compile(r"ITM3\d\d|ITM201")
_RUNNERS = re.compile(r"ITM4\d\d|ITM502")
_E2E_HOME = re.compile(r"(?:(?P<above>.*)/)?(?:__tests__/e2e|(?:e2e|playwright)(?:[-_]tests?)?|cypress)(?:/(?P<below>.*))?")
_E2E_SHELF = frozenset(
    ("specs", "spec", "tests", "test", "features", "feature", "e2e", "integration", "__tests__", "cypress", "playwright")
)
"""Folders of E2E tests that name no feature."""
_SERVICE = re.compile(r"((?:.*/)?(?:services|packages|apps)/[^/]+)(?:/.*)?")
_SPEC_SUFFIX = re.compile(r"(?:[._-](?:spec|test|e2e|cy|e2e-spec))*\.\w+$")


@dataclass(frozen=True, slots=True)
class Row:
    """One suite, as measured, with what people say of it."""

    suite: Suite
    """The suite."""
    label: str
    """What tables call it: its name, or its path where two suites share a name."""
    language: str
    """What its service is written in, as people spell it; ``Other`` where that is unknown."""
    status: str
    """One of :data:`STATES`."""
    runner: str | None
    """The path of its runner."""
    practices: Practices | None
    """What the runner does."""
    tests: int
    """Test files."""
    mocks: str | None
    """The folder of its doubles."""
    mock_files: tuple[str, ...]
    """Every file below ``mocks``, relative to it."""
    has_mocks: bool | None
    """Whether there are doubles; None where none are needed."""
    findings: tuple[Finding, ...]
    """What makes the row: findings in the suite, its runner, its doubles and, for a service, its runtime code."""
    beside: tuple[Finding, ...]
    """Findings in the same folder that do not: a package's runtime code, unit tests."""
    suppressed: tuple[Suppressed, ...]
    """What comments silence in the places of ``findings``."""
    definition_of_done: Mapping[str, bool | None]
    """Each point of the definition, by its key in :data:`DEFINITION`; None where it does not apply."""
    said: SuiteNotes
    """What the configuration says of it."""

    @property
    def mode_helper(self) -> bool:
        """Tell whether the runner sources the shared mode helper."""
        return self.practices is not None and self.practices.mode_helper

    @property
    def violations(self) -> tuple[str, ...]:
        """List the codes of the errors that make the row, each once."""
        return tuple(sorted({f.code for f in errors(self.findings)}))


DEFINITION = {
    "mocks": "Has `__mocks__/` directory with typed fixtures",
    "both_modes": "`run_integration_tests.sh` supports both modes",
    "no_filtering": "No `JEST_EXTRA_ARGS` or mode-based test filtering",
    "identical_tests": "All tests run identically in mock and cluster modes",
    "start_event": "Emits structured log on startup",
}
"""When a service is compliant: the points by their keys."""


@dataclass(frozen=True, slots=True)
class Feature:
    """The E2E specs of one feature."""

    name: str
    """The feature, after the service where several have one of that name."""
    owner: str
    """The path of the service."""
    specs: tuple[str, ...]
    """The spec files."""
    violations: tuple[str, ...]
    """The codes of its E2E violations."""
    suppressed: int
    """How many findings comments silence in its specs."""

    @property
    def state(self) -> str:
        """Give its violations, else ``Running``, with what is suppressed."""
        said = ", ".join(self.violations) or "Running"
        return f"{said} ({self.suppressed} suppressed)" if self.suppressed else said


@dataclass(frozen=True, slots=True)
class Status:
    """All that is measured of a repository, and what people say of it."""

    date: str | None
    """The day it stands for, ``2025-12-10``."""
    commit: str | None
    """The commit it was measured at."""
    rows: tuple[Row, ...]
    """The suites: by kind, priority, the order of the configuration, path."""
    features: tuple[Feature, ...]
    """E2E by feature: in the order of the configuration, then by service and name."""
    e2e_suites: Mapping[str, bool]
    """The services with an E2E suite, and whether each is free of violations."""
    e2e_findings: tuple[Finding, ...]
    """What is found in E2E tests, or about them."""
    shared_findings: tuple[Finding, ...]
    """What is found in the shared helpers, or about them."""
    other_findings: tuple[Finding, ...]
    """What belongs to no suite: CI, tools, services without one."""
    other_suppressed: tuple[Suppressed, ...]
    """What comments silence outside the suites."""
    helpers: tuple[str, ...]
    """The files of the shared helpers, by path."""
    metrics: Mapping[str, int]
    """The numbers, by name."""
    settings: StatusSettings
    """What people say."""
    lines: Mapping[str, Sequence[str]]
    """The source lines of files with findings, for excerpts."""

    def tables(self) -> list[tuple[str, str, list[Row]]]:
        """Group the rows by kind and language, the kinds in order, the language with the most urgent row first."""
        groups: dict[tuple[str, str], list[Row]] = {}
        for row in self.rows:
            groups.setdefault((row.suite.kind, row.language), []).append(row)
        names = list(LANGUAGES.values())

        def order(key: tuple[str, str]) -> tuple[int, int, int, str]:
            kind, language = key
            urgent = min(_urgency(row.said, self.settings) for row in groups[key])
            return KINDS.index(kind), urgent, names.index(language) if language in names else len(names), language

        return [(kind, language, groups[kind, language]) for kind, language in sorted(groups, key=order)]


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """List the findings at level error."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def position(name: str, order: Sequence[str]) -> int:
    """Give the place of a name in an order that people gave; the last for one that they did not name."""
    return order.index(name) if name in order else len(order)


def measure(outcome: Outcome, settings: StatusSettings, date: str | None = None, commit: str | None = None) -> Status:
    """Measure a repository from a run over the whole of it."""
    # The baseline keeps a finding from failing the check; what the suite is does not change by it.
    found = sorted((*outcome.run.findings, *outcome.run.known), key=lambda f: (f.path, f.span.line, f.span.column, f.code, f.message))
    outcome = replace(outcome, run=replace(outcome.run, findings=found))
    inventories = [one for one in outcome.inventories if one.runner is not None or one.tests or (one.harness and not one.outer)]
    sorter = _Sorter(inventories, outcome.roles)
    for finding in outcome.run.findings:
        sorter.add(finding)
    for suppressed in outcome.run.suppressed:
        sorter.add_suppressed(suppressed)
    labels = _labels([one.suite for one in inventories])
    listed = sorted(outcome.roles)
    rows = [_row(one, label, sorter, outcome, settings, listed) for one, label in zip(inventories, labels, strict=True)]
    named = list(settings.suites)
    rows.sort(
        key=lambda r: (
            KINDS.index(r.suite.kind),
            _urgency(r.said, settings),
            position(r.suite.path, named),
            r.suite.path,
            r.suite.folder,
        )
    )
    features, e2e_suites = _e2e(listed, outcome.roles, sorter.e2e, [one.finding for one in sorter.other_suppressed])
    features = sorted(features, key=lambda feature: position(feature.name, settings.features))
    return Status(
        date=date,
        commit=commit,
        rows=tuple(rows),
        features=tuple(features),
        e2e_suites=e2e_suites,
        e2e_findings=tuple(sorter.e2e),
        shared_findings=tuple(sorter.shared),
        other_findings=tuple(sorter.other),
        other_suppressed=tuple(sorter.other_suppressed),
        helpers=tuple(path for path in listed if f"/{SHARED_HELPERS}/" in f"/{path}"),
        metrics=_metrics(rows, features, e2e_suites, outcome),
        settings=settings,
        lines=outcome.run.lines,
    )


class _Sorter:
    """Puts each finding where it belongs: a suite's row, beside it, E2E, the shared helpers, or none of these."""

    def __init__(self, inventories: Sequence[Inventory], roles: Mapping[str, Role]) -> None:
        self._index = SuiteIndex([one.suite for one in inventories])
        self._roles = roles
        self._by_path: dict[str, list[Suite]] = {}
        self._runners = {one.runner: one.suite for one in inventories if one.runner is not None}
        for one in inventories:
            self._by_path.setdefault(one.suite.path, []).append(one.suite)
        self.rows: dict[str, list[Finding]] = {one.suite.folder: [] for one in inventories}
        self.beside: dict[str, list[Finding]] = {one.suite.folder: [] for one in inventories}
        self.suppressed: dict[str, list[Suppressed]] = {one.suite.folder: [] for one in inventories}
        self.e2e: list[Finding] = []
        self.shared: list[Finding] = []
        self.other: list[Finding] = []
        self.other_suppressed: list[Suppressed] = []

    def add(self, finding: Finding) -> None:
        suites, counts = self._place(finding)
        for suite in suites:
            (self.rows if counts else self.beside)[suite.folder].append(finding)
        if not suites:
            self._apart(finding).append(finding)

    def add_suppressed(self, suppressed: Suppressed) -> None:
        suites, counts = self._place(suppressed.finding)
        for suite in suites if counts else ():
            self.suppressed[suite.folder].append(suppressed)
        if not suites or not counts:
            self.other_suppressed.append(suppressed)

    def _apart(self, finding: Finding) -> list[Finding]:
        if finding.code in E2E_CODES or self._role(finding) is Role.E2E:
            return self.e2e
        return self.shared if finding.code == _MISSING_HELPER or self._role(finding) is Role.HELPER else self.other

    def _place(self, finding: Finding) -> tuple[list[Suite], bool]:
        """Give the suites a finding belongs to, and whether it makes their rows."""
        role = self._role(finding)
        if finding.code in E2E_CODES or finding.code == _MISSING_HELPER or role in (Role.E2E, Role.HELPER):
            return [], False
        if (runs := self._runners.get(finding.path)) is not None:
            return [runs], True
        suite, inside = self._index.suite_of(finding.path)
        if suite is None:
            return [], False
        if inside:
            return [suite], True
        return self._by_path[suite.path], role not in _ELSEWHERE and (role is not Role.RUNTIME or suite.kind == "service")

    def _role(self, finding: Finding) -> Role:
        return self._roles.get(finding.path, Role.OTHER)


def _row(inventory: Inventory, label: str, sorter: _Sorter, outcome: Outcome, settings: StatusSettings, paths: Sequence[str]) -> Row:
    suite = inventory.suite
    practices = None if inventory.runner is None else outcome.practices.get(inventory.runner)
    findings = tuple(sorter.rows[suite.folder])
    is_service = suite.kind == "service"
    codes = {finding.code for finding in errors(findings)}
    # What a suite is does not change by silencing whoever says so: doubles and a refusal are looked at, not their findings.
    if is_service and not inventory.doubles:
        status = MISSING
    elif practices is not None and practices.refuses:
        status = CLUSTER_ONLY
    else:
        status = PARTIAL if codes else COMPLIANT
    prefix = None if inventory.mocks is None else f"{inventory.mocks}/"
    runs = inventory.runner is not None
    tested = {code for code in codes if not _FILTERS.fullmatch(code) and not _RUNNERS.fullmatch(code) and code != "ITM501"}
    return Row(
        suite=suite,
        label=label,
        language=_language(inventory),
        status=status,
        runner=inventory.runner,
        practices=practices,
        tests=len(inventory.tests) + len(inventory.doubtful),
        mocks=inventory.mocks,
        mock_files=() if prefix is None else tuple(path.removeprefix(prefix) for path in paths if path.startswith(prefix)),
        has_mocks=bool(inventory.doubles) if is_service else None,
        findings=findings,
        beside=tuple(sorter.beside[suite.folder]),
        suppressed=tuple(sorter.suppressed[suite.folder]),
        definition_of_done={
            "mocks": bool(inventory.doubles) if is_service else None,
            "both_modes": runs and status != CLUSTER_ONLY and not any(_RUNNERS.fullmatch(code) and code != _EVENT for code in codes),
            "no_filtering": not any(_FILTERS.fullmatch(code) for code in codes),
            "identical_tests": not tested,
            "start_event": practices is not None and practices.event and _EVENT not in codes,
        },
        said=settings.suites.get(suite.path, SuiteNotes()),
    )


def _language(inventory: Inventory) -> str:
    """Name the language of a suite's service: that of its tests, unless the service is written in others."""
    own, tests = inventory.languages, inventory.suite.language
    if tests is not None and (not own or tests in own):
        return LANGUAGES[tests]
    known = [LANGUAGES[language] for language in LANGUAGES if language in own]
    files = (language_of_name(path) for path in (*inventory.doubles, *inventory.harness))
    return (known or [LANGUAGES[language] for language in files if language is not None] or ["Other"])[0]


def _urgency(said: SuiteNotes, settings: StatusSettings) -> int:
    order = list(settings.priorities)
    return len(order) if said.priority is None else order.index(said.priority)


def _labels(suites: Sequence[Suite]) -> list[str]:
    """Name each suite: by its name where no other has it, else by its path, else by its folder."""
    names = Counter(suite.name for suite in suites)
    paths = Counter(suite.path for suite in suites)
    return [suite.name if names[suite.name] == 1 else suite.path if paths[suite.path] == 1 else suite.folder for suite in suites]


# --- E2E -------------------------------------------------------------------------------------------------------------------------


def _e2e(
    paths: Sequence[str], roles: Mapping[str, Role], findings: Sequence[Finding], silenced: Sequence[Finding]
) -> tuple[list[Feature], dict[str, bool]]:
    """Give E2E by feature, and the services with an E2E suite, each with whether it is free of violations."""
    specs: dict[tuple[str, str], list[str]] = {}
    for path in paths:
        if roles[path] is Role.E2E and is_test_name(path.rpartition("/")[2]):
            specs.setdefault(_feature(path), []).append(path)
    owners = sorted({owner for owner, _ in specs})
    shared = Counter(name for _, name in specs)
    violating = [finding for finding in findings if finding.code in E2E_CODES]
    features = [
        Feature(
            name=name if shared[name] == 1 else f"{owner.rpartition('/')[2]}/{name}",
            owner=owner,
            specs=tuple(listed),
            violations=tuple(sorted({f.code for f in violating if f.path in listed})),
            suppressed=sum(f.path in listed for f in silenced),
        )
        for (owner, name), listed in sorted(specs.items())
    ]
    against = {_owner(finding.path) for finding in violating}
    return features, {owner: owner not in against for owner in owners}


def _feature(path: str) -> tuple[str, str]:
    """Give the service and the feature of a spec: the folder below the E2E folder, else the one around it, else the spec's own name."""
    folder, _, name = path.rpartition("/")
    owner = _owner(path)
    found = _E2E_HOME.fullmatch(folder)
    below = [] if found is None or found["below"] is None else found["below"].split("/")
    named = next((part for part in below if part not in _E2E_SHELF), None)
    if named is None and found is not None and found["above"] not in (None, owner) and found["above"].startswith(f"{owner}/"):
        around = found["above"].removeprefix(f"{owner}/").split("/")
        named = next((part for part in reversed(around) if part not in _E2E_SHELF | {"src"}), None)
    return owner, named or _SPEC_SUFFIX.sub("", name.removeprefix("test_")) or name


def _owner(path: str) -> str:
    """Give the service, package or app that an E2E file belongs to, or ``.``."""
    found = _SERVICE.fullmatch(path.rpartition("/")[0])
    return "." if found is None else found[1]


# --- numbers ---------------------------------------------------------------------------------------------------------------------


def _metrics(rows: Sequence[Row], features: Sequence[Feature], e2e_suites: Mapping[str, bool], outcome: Outcome) -> dict[str, int]:
    states = Counter(row.status for row in rows)
    codes = Counter(finding.code for finding in outcome.run.findings)
    levels = Counter(finding.severity for finding in outcome.run.findings)
    services: dict[str, bool] = {}
    for row in rows:
        if row.has_mocks is not None:
            services[row.suite.path] = services.get(row.suite.path, True) and row.has_mocks
    return {
        "suites": len(rows),
        "mode_helper": sum(row.mode_helper for row in rows),
        "compliant": states[COMPLIANT],
        "partial": states[PARTIAL],
        "cluster_only": states[CLUSTER_ONLY],
        "missing": states[MISSING],
        "services": len(services),
        "services_with_mocks": sum(services.values()),
        "runners": sum(row.runner is not None for row in rows),
        "compliant_runners": states[COMPLIANT],
        "jest_extra_args": codes[EXTRA_ARGS],
        "e2e_suites": len(e2e_suites),
        "e2e_compliant": sum(e2e_suites.values()),
        "e2e_specs": sum(len(feature.specs) for feature in features),
        "e2e_violations": sum(codes[code] for code in E2E_CODES),
        "errors": levels[Severity.ERROR],
        "warnings": levels[Severity.WARNING],
        "notes": levels[Severity.NOTE],
        "suppressed": len(outcome.run.suppressed),
        "suites_with_suppressions": sum(bool(row.suppressed) for row in rows),
        "baselined": sum(finding.baselined for finding in outcome.run.findings),
    }
