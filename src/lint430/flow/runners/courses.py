"""What following a script tells: its steps in one world, and how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lint430 import shell
from lint430.flow.runners.memory import State
from lint430.flow.runners.texts import SOME
from lint430.model import Span

RESOLVE, REQUIRE, JUNIT = "integration_mode", "require_cluster_mode", "resolve_junit_path"
SHARED = {RESOLVE: "integration-mode.sh", REQUIRE: "integration-mode.sh", JUNIT: "junit-path.sh"}
"""The functions that the shared helpers define, each with its file."""
EVENT = "integration_test_started"
ARRAYS = frozenset(("required_vars", "required_env_vars"))
JUNIT_PATH = f"{SOME}junit.xml"
SHELL_OWN = re.compile(
    r"BASH\w*|FUNCNAME|RANDOM|LINENO|PWD|OLDPWD|E?UID|HOSTNAME|PIPESTATUS|SECONDS|SHLVL|IFS|PPID|OSTYPE|REPLY|OPT(?:ARG|IND)|PS4|_"
)
SUITE_FAILED = 7
"""The status of the suite in a world where it fails."""
MAX_DEPTH = 24
"""Functions, sourced files and evaluated texts nested deeper than this are not followed."""
MAX_COMMANDS = 4000
"""Commands after which a script is not followed any further."""
MAX_ROUNDS = 64
"""Rounds of one loop."""


@dataclass(frozen=True, slots=True)
class World:
    """What holds while a script is followed."""

    mode: str
    """The mode that the helper resolves."""
    unset: bool = False
    """Whether no variable is set that the suite would have to be given; otherwise nobody knows which are."""
    failing: Span | None = None
    """Where a suite command fails, whenever it runs."""
    helper_fails: bool = False
    """Whether ``integration_mode`` meets an unknown mode."""
    options: frozenset[str] = frozenset()
    """Shell options taken for granted: whoever forgot them has another problem."""
    stays: bool = False
    """Whether the script goes on where it would leave: to see the steps behind."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a runner did."""

    kind: str
    """``mode-helper``, ``junit-helper``, ``source`` (any other file), ``resolve``, ``export`` (the mode's variable), ``assign`` (the same, unexported), ``prefix`` (the
    same, for one command), ``require``, ``ask`` (for a required variable), ``array``, ``output``, ``junit``, ``suite``, ``command``, ``option``, ``calls`` (a function), ``asks-mode`` (an arm
    that the mode chose), ``redefines`` (a shared function)."""
    place: Span
    """In the runner; for what another file does, where that file comes in."""
    words: tuple[str, ...] = ()
    """The words of a command, the entries of an array, the text put out."""
    sure: bool = True
    """Whether every way through the script takes it."""
    options: frozenset[str] = frozenset()
    """The shell options in force."""
    resolved: bool = False
    """For an export: whether its value comes from the mode helper."""
    to: str = ""
    """For an output: ``stdout``, ``stderr`` or ``file``."""
    literal: Span | None = None
    """Where the command was written down, if not here: an array, the text after ``sh -c``."""
    followed: bool = True
    """For a source (its path comes first in ``words``, with ``*`` for what is not known of it): whether the file was found and read."""
    exported: bool = False
    """For a suite: whether the mode's variable is exported when it runs, with the resolved value."""
    words_at: tuple[Span, ...] = ()
    """For an array: where each entry stands."""
    own: bool = True
    """Whether it stands in the runner itself."""
    order: int = 0
    """Its place in time."""


@dataclass(slots=True)
class Departure(Exception):  # noqa: N818 - it is control flow, no error
    """The script, a function or a loop is left."""

    kind: str
    """``exit``, ``exec`` (the script becomes another command), ``return``, ``break``, ``continue``."""
    status: int | None
    place: Span
    explicit: bool = True
    """False where a failing command ends a strict script."""
    guard: Span | None = None
    """The condition that led here, the outermost that asks for the mode."""
    asked: Span | None = None
    """Where a variable was last found unset before."""
    modal: bool = False
    """Whether that condition asks for the mode, or the command refuses any mode but one."""


@dataclass(slots=True)
class Course:
    """What a script does in one world."""

    world: World
    steps: list[Step] = field(default_factory=list)
    status: int | None = None
    """The script's exit status; None where it is not known."""
    left: Departure | None = None
    """How it was left before its last line, if it was."""
    state: State = field(default_factory=State)
    complete: bool = True
    """Whether all of it could be followed."""
    trap_at: Span | None = None
    """The trap that changed its status."""

    def of(self, *kinds: str) -> list[Step]:
        """List the steps of some kinds."""
        return [step for step in self.steps if step.kind in kinds]


Source = Callable[[str, str], "tuple[str, tuple[shell.Node, ...]] | None"]
"""Gives the path and the tree of a sourced file: its path as far as it is known, and the file that sources it."""
Parse = Callable[[str], tuple[shell.Node, ...]]
"""Reads the text of a command."""
