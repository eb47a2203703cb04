"""The nouns: files, roles, suites, findings, traces, checks and runs. Frozen values, shared by every room."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Severity(enum.StrEnum):
    """How bad a finding is, from worst to least."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """Give 0 for an error, 1 for a warning, 2 for a note."""
        return _RANKS[self.value]


_RANKS = {"error": 0, "warning": 1, "note": 2}


class Role(enum.StrEnum):
    """What a file is for, decided by its path; the contract says which roles may touch the mode."""

    HELPER = "helper"
    RUNNER = "runner"
    MOCK = "mock"
    E2E = "e2e"
    INTEGRATION_TEST = "integration-test"
    HARNESS = "harness"
    TEST_CONFIG = "test-config"
    UNIT_TEST = "unit-test"
    CI = "ci"
    TOOLING = "tooling"
    RUNTIME = "runtime"
    OTHER = "other"
    """A file that no check judges: prose, data, assets."""


class Span(NamedTuple):
    """A stretch of source: lines from 1, columns from 1 in UTF-8 bytes, the end exclusive."""

    # Every fact has one: a frozen dataclass takes four times as long to make and to compare.

    line: int
    column: int
    end_line: int
    end_column: int

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies within this span."""
        return (self.line, self.column) <= (other.line, other.column) and (other.end_line, other.end_column) <= (
            self.end_line,
            self.end_column,
        )


@dataclass(frozen=True, slots=True)
class Suite:
    """One integration suite: a service's, a package's, a primitive's or a pack's."""

    path: str
    """The folder the suite belongs to, such as ``services/billing``; relative to the repository root."""
    name: str
    """The last folder of ``path``."""
    kind: str
    """``service``, ``package``, ``primitive`` or ``pack``."""
    folder: str
    """The folder that holds the tests, such as ``services/billing/__tests__/integration``."""
    runner: str | None
    """The path of its ``run_integration_tests.sh``, where there is one."""
    language: str | None = None
    """The language of its test files (``typescript``, ``python``, ``go``), where one is known."""


@dataclass(frozen=True, slots=True)
class File:
    """One file as the linter sees it: bytes with a path; an editor buffer and a file on disk are the same thing."""

    path: str
    """Relative to the repository root, with ``/``."""
    data: bytes
    """The content."""
    language: str | None
    """The name of the language folder that reads it, or None."""
    role: Role
    """What the file is for."""
    suite: Suite | None = None
    """The suite it belongs to: its tests, its harness, or (for a service) its runtime code and its mocks."""
    in_suite_folder: bool = False
    """Whether it lies in the suite's test folder: hygiene checks judge only such files."""
    executable: bool = False
    """Whether the owner's execute bit is set."""

    @property
    def name(self) -> str:
        """Give the last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of a trace: what happened to the value, and where."""

    path: str
    """The file, relative to the repository root."""
    line: int
    """From 1."""
    column: int
    """From 1."""
    what: str
    """A short phrase: ``reads INTEGRATION_MODE``, ``assigned to `isMock` ``."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of one span of one file."""

    path: str
    """The file, relative to the repository root."""
    span: Span
    """What is replaced."""
    text: str
    """What stands there afterwards."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A change that makes the finding go away without changing what else the file does."""

    title: str
    """What the change does, in the imperative."""
    edits: tuple[Edit, ...]
    """The replacements, not overlapping."""
    safe: bool = True
    """Whether it may be applied without a human's look."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place, with the way the mode took to it and what to do instead."""

    code: str
    """The check's code, such as ``ITM101``."""
    path: str
    """The file, relative to the repository root."""
    span: Span
    """Where: on what a reader would change."""
    message: str
    """What is wrong, where it comes from, what to do; one line, code in backticks."""
    trace: tuple[Step, ...] = ()
    """From the read to the branch."""
    fix: Fix | None = None
    """A change that resolves it, where one is known."""
    severity: Severity | None = None
    """Set where this finding has another level than its check's."""
    also_suppressed_at: tuple[int, ...] = ()
    """Further lines whose suppressions cover it: the first line of a construct that spans lines."""
    about: str = ""
    """What it is about, where one check has several things to say about one line: a missing helper's path."""
    name: str = ""
    """The check's name; the engine stamps it."""
    suite: str | None = None
    """The path of the suite the file belongs to; the engine stamps it."""
    baselined: bool = False
    """Whether the baseline holds it; the engine stamps it."""


@dataclass(frozen=True, slots=True)
class Check:
    """The typed facts of one check; its name and its prose come from its folder."""

    code: str
    """Stable, three letters and three digits."""
    severity: Severity
    """The level of its findings unless a finding or the configuration says otherwise."""
    roles: frozenset[Role]
    """The roles of the files it judges."""
    languages: frozenset[str]
    """The language folders whose facts it reads."""
    since: str
    """The version that brought it."""
    suites_only: bool = False
    """Whether it judges only files of an integration suite's folder."""
    needs_contract: bool = False
    """Whether it is silent in a repository without any suite, runner or configuration."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that a comment silenced."""

    finding: Finding
    """What was silenced."""
    path: str
    """The file of the comment."""
    line: int
    """The line of the comment."""
    reason: str | None
    """The text after ``--``, if any."""
    noqa: bool = False
    """Whether it is a comment of flake8's kind."""


@dataclass(frozen=True, slots=True)
class Stats:
    """What a run did, in numbers."""

    files: int = 0
    """Files discovered and not excluded."""
    parsed: int = 0
    """Files whose bytes were parsed."""
    suites: int = 0
    """Integration suites found."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """Wall-clock seconds by phase."""


@dataclass(frozen=True, slots=True)
class Run:
    """The outcome of one run, complete: what a reporter turns into text."""

    root: str
    """The repository root, absolute; only for reading excerpts and for display."""
    findings: Sequence[Finding]
    """Stamped, deduplicated, not suppressed, sorted by path, line, column and code."""
    suppressed: Sequence[Suppressed] = ()
    """What comments silenced."""
    stats: Stats = Stats()
    """What it did."""
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The source lines of every file with a finding, suppressed ones included, or a trace step, by path."""
    content: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of the same files."""
    known: Sequence[Finding] = ()
    """What the baseline holds: found, and not among ``findings``; in the same order."""
    has_baseline: bool = False
    """Whether findings were compared with a baseline at all."""
    complete: bool = True
    """False when a part of the analysis failed (a check raised); the exit code is then 4."""
