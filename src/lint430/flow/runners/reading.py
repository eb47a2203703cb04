"""Reads a runner: its steps in each mode, what becomes of failures, and what it demands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lint430 import facts, shell
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow
from lint430.flow.runners.courses import ARRAYS, SHARED, SHELL_OWN, Course, Step, World
from lint430.flow.runners.execution import follow
from lint430.flow.runners.texts import SOME, UNKNOWN
from lint430.languages import lower
from lint430.model import File, Role, Span

CLUSTER, REPO = "cluster", "repo"
TOP = Span(1, 1, 1, 1)
"""Where a finding about something missing stands."""

MAX_SUITES = 8
"""Suite commands whose failure is followed."""
STRICT = frozenset(("errexit", "nounset", "pipefail"))
_FOLLOWED = frozenset(("errexit", "pipefail"))
_BASH = re.compile(r"#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+)*)?(?:\S*/)?bash(?:\s|$)")
_OTHERS = re.compile(r"(?:.*/)?(?:activate|nvm\.sh|asdf\.sh|\.?env[\w.-]*|[\w.-]*\.env|\.bashrc|\.profile|bash_completion)|/etc/.*")
"""Files that set up an environment: no step of a runner stands in them."""
_STEPS = ("mode-helper", "junit-helper", "resolve", "export", "require", "ask", "output", "junit", "suite")

Follow = Callable[[str, str], "tuple[str, facts.Module] | None"]
"""Gives the file that a path leads to: the path as far as it is known (``${X}`` for what is not), and the file that sources it."""


@dataclass(frozen=True, slots=True)
class Departed:
    """How a mode leaves the script."""

    place: Span
    guard: Span | None
    modal: bool
    """Whether the mode decides it."""
    asked: Span | None
    """Where a variable was found unset before."""


@dataclass(frozen=True, slots=True)
class Practices:
    """Which of the contract's steps a runner takes, in every mode."""

    mode_helper: bool
    """It sources the shared mode helper."""
    junit_helper: bool
    """It sources the shared helper for the report's path."""
    export: bool
    """It exports the resolved mode."""
    event: bool
    """It prints the start event, well written or not."""
    refuses: bool
    """It refuses to run outside the cluster."""


@dataclass(slots=True, eq=False)
class Runner:
    """What is known of one runner."""

    file: File
    nodes: tuple[shell.Node, ...]
    """The script as the shell runs it."""
    names: Names
    is_bash: bool
    """Whether its first line asks for Bash."""
    header: str
    """The comments before its first step."""
    plain: Course
    """What it does in a mode that is not ``cluster``, with only the shell options that it sets itself."""
    courses: Mapping[str, Course]
    """What it does in each mode, whatever is set in its environment."""
    bare: Course
    """What it does outside the cluster when nothing is set."""
    failing: tuple[tuple[str, Course], ...]
    """What it does in each mode when one of its suite commands fails."""
    bare_cluster: Course
    """What it does in the cluster when nothing is set."""
    lost: Course
    """What it does when ``integration_mode`` fails."""
    foreign: Mapping[str, Span]
    """Shared functions that a file it sources defines anew, with the place where that file comes in."""
    blind: bool
    """Whether a part of it could not be followed, so that what is missing may stand there."""
    alone: bool
    """Whether it was read without the files that it sources."""
    departures: Mapping[str, Departed]
    """Modes in which every way leaves the script before its suite runs."""

    def steps(self, mode: str, *kinds: str) -> list[Step]:
        """List what it does in a mode, in order: steps of some kinds."""
        return self.courses[mode].of(*kinds)

    def everywhere(self, *kinds: str) -> list[Step]:
        """List the steps of some kinds in any mode, each place once, in source order."""
        found = {(s.place, s.literal): s for course in (*self.courses.values(), self.plain) for s in course.of(*kinds)}
        return sorted(found.values(), key=lambda s: (s.place.line, s.place.column))

    def modes_without(self, *kinds: str) -> list[str]:
        """List the modes in which no step of these kinds is taken."""
        return [mode for mode in self.courses if not self.steps(mode, *kinds)]

    def defines(self, name: str) -> bool:
        """Tell whether it has its own copy of a shared function."""
        return name in self.foreign or any(f.name == name for f in functions(self.nodes))

    @property
    def first_step(self) -> Step | None:
        """Give the first of the contract's steps that it takes."""
        return next((step for step in self.plain.steps if step.kind in _STEPS), None)

    @property
    def is_strict_unseen(self) -> bool:
        """Tell whether a file that could not be read comes in before its first step, and may well make it strict."""
        first = self.first_step
        return any(_is_dark(step, alone=self.alone) and (first is None or step.order < first.order) for step in self.plain.of("source"))

    @property
    def refusal(self) -> Span | None:
        """Give the place where it refuses to run outside the cluster; None where it does not."""
        left, other = self.departures.get(REPO), self.departures.get(CLUSTER)
        # Where only one mode leaves, nothing but the mode can be the reason.
        if left is None or (other is not None and (not left.modal or other.place == left.place)):
            return None
        return left.guard or left.place

    @property
    def practices(self) -> Practices:
        """Give what it does of the contract's steps, as far as it can be seen."""
        return Practices(
            mode_helper=not self.modes_without("mode-helper"),
            junit_helper=not self.modes_without("junit-helper"),
            export=all(self.exports(mode) for mode in self.courses),
            event=not self.modes_without("output"),
            refuses=self.refusal is not None,
        )

    @property
    def demand(self) -> Span | None:
        """Give the place where it demands a variable outside the cluster; None where it does not."""
        left = departed(self.bare)
        return left.asked if left is not None and REPO not in self.departures else None

    @property
    def checks_cluster(self) -> bool:
        """Tell whether cluster mode looks at the required variables, all together or each by its name."""
        return bool(self.steps(CLUSTER, "ask")) or departed(self.bare_cluster) is not None

    @property
    def lost_helper(self) -> Span | None:
        """Give the call of ``integration_mode`` whose failure does not stop the script; None where it does."""
        state = self.lost.state
        if state.hidden_at is not None or state.helper_at is None:
            return state.hidden_at
        went_on = self.lost.status == 0 or any(step.order > 0 for step in self.lost.of("suite", "output"))
        return state.helper_at if went_on else None

    @property
    def hidden_failures(self) -> list[Span]:
        """List the places where the suite's failure is kept from becoming the script's status, each once."""
        found: list[Span] = []
        for mode, course in self.failing:
            place = _hidden(course, self.courses[mode])
            if place is not None and place not in found:
                found.append(place)
        return found

    @property
    def expansions(self) -> list[shell.Expand]:
        """List every expansion of the script, outer ones before those in them."""
        return expansions(tuple(shell.words_of(self.nodes)))

    @property
    def sets(self) -> list[shell.Set]:
        """List every assignment of the script, in source order."""
        commands = (node for node in shell.commands_of(self.nodes) if isinstance(node, shell.Simple))
        return [item for node in commands for item in (*node.sets, *node.words) if isinstance(item, shell.Set)]

    @property
    def knows_mode(self) -> bool:
        """Tell whether it asks the helper or the variable for the mode, so that what it does in each mode is known."""
        return not self.modes_without("resolve") or any(self.names.is_variable(part.name) for part in self.expansions)

    @property
    def mode_source(self) -> Span | None:
        """Give the assignment by which a mode gets in that the helper did not resolve; None where there is none."""
        sets = self.sets
        reads = [item.span for item in sets if any(self.names.is_variable(part.name) for part in _parts(item))]
        reads += [p.span for p in self.expansions if p.operator in (":=", "=") and self.names.is_variable(p.name)]
        if reads:
            return min(reads, key=lambda span: (span.line, span.column))
        for item in sets:
            if self.names.is_variable(item.name):
                sources = {part.name for part in _parts(item)}
                return next((s.span for s in sets if s.name in sources), None if sources else item.span)
        return None

    def exports(self, mode: str) -> bool:
        """Tell whether the suite is given the resolved mode: exported when it runs, or later by mistake of order."""
        suites = self.steps(mode, "suite")
        exports = [step for step in self.steps(mode, "export") if step.resolved]
        if not suites:
            held = [v for name, v in self.courses[mode].state.variables.items() if self.names.is_variable(name)]
            return any(v.exported and v.resolved for v in held)
        return all(s.exported for s in suites) or any(step.order > suites[0].order for step in exports)

    @property
    def cluster_arm(self) -> Span | None:
        """Give the first condition that asks for the mode."""
        return next((step.place for step in self.everywhere("asks-mode") if step.own), None)

    def is_own(self, name: str) -> bool:
        """Tell whether a variable is none that a suite is given: a parameter, the mode, the shell's own, a loop's or a local one."""
        if not name.isidentifier() or self.names.is_variable(name) or SHELL_OWN.fullmatch(name):
            return True
        commands = shell.commands_of(self.nodes)
        if any(isinstance(node, shell.For) and node.variable == name for node in commands):
            return True
        return name == name.lower() and any(item.name == name for item in self.sets)

    @property
    def names_array(self) -> bool:
        """Tell whether it holds an array of required variables, even where no mode gets to it."""
        return any(item.name in ARRAYS and not isinstance(item.value, shell.Word) for item in self.sets)


def expansions(words: tuple[shell.Word, ...]) -> list[shell.Expand]:
    """List the expansions among some words, those in operands after what holds them; substitutions are words of their own."""
    found: dict[int, shell.Expand] = {}
    stack = list(reversed(words))
    while stack:
        for part in stack.pop().parts:
            if isinstance(part, shell.Expand):
                found.setdefault(id(part), part)
                stack.extend(reversed(part.operands))
    return sorted(found.values(), key=lambda part: (part.span.line, part.span.column))


def _parts(item: shell.Set) -> list[shell.Expand]:
    """List the expansions in what a variable is given, those in its substitutions included."""
    words = (item.value,) if isinstance(item.value, shell.Word) else item.value
    inner = [p.body for w in words for p in w.parts if isinstance(p, shell.Substitute)]
    return expansions((*words, *(word for body in inner for word in shell.words_of(body))))


def _hidden(course: Course, usual: Course) -> Span | None:
    """Give what hides the suite's failure in one mode."""
    state, left = course.state, course.left
    if state.suite_at is None:
        return None
    if course.status == 0:
        if course.trap_at is not None:
            return course.trap_at
        if state.swallowed_at is not None:
            return state.swallowed_at
        exits = course.of("exit")
        return left.place if left is not None and left.explicit and exits and exits[-1].words == ("exit", "0") else state.suite_at
    last = usual.left
    if left is not None and not left.explicit and last is not None and last.explicit and last.status == 0 and last.guard is None:
        exits = usual.of("exit")
        # A strict script never gets as far as its trailing `exit 0` when the suite fails; the contract forbids it all the same.
        return exits[-1].place if exits and exits[-1].words == ("exit", "0") else None
    return None


def functions(nodes: tuple[shell.Node, ...]) -> list[shell.Function]:
    """List every function that a script defines."""
    return [node for node in shell.commands_of(nodes) if isinstance(node, shell.Function)]


def departed(course: Course) -> Departed | None:
    """Give how a script was left before its suite ran; None where it was not."""
    left = course.left
    if left is None or left.kind != "exit" or course.of("suite"):
        return None
    return Departed(left.place, left.guard, left.modal, left.asked)


def attach_runner(flow: FileFlow, names: Names, source: Follow | None = None) -> None:
    """Tell a runner's flow what the runner does; leave any other file alone. Without ``source`` no sourced file is followed."""
    if flow.file.role is Role.RUNNER and flow.module.language == "bash":
        flow.runner = read_runner(flow.file, flow.module, names, source)


def read_runner(file: File, module: facts.Module, names: Names, source: Follow | None = None) -> Runner:
    """Follow a runner in every world that matters."""
    parsed: dict[str, tuple[shell.Node, ...]] = {}

    def parse(text: str) -> tuple[shell.Node, ...]:
        if text not in parsed:
            parsed[text] = lower("bash", "", text.replace(UNKNOWN, "").replace(SOME, "_").encode()).shell
        return parsed[text]

    def sourced(target: str, importer: str) -> tuple[str, tuple[shell.Node, ...]] | None:
        found = None if source is None else source(re.sub(f"[{UNKNOWN}{SOME}]+", "${X}", target), importer)
        return None if found is None or found[0] == file.path else (found[0], found[1].shell)

    def course(world: World) -> Course:
        return follow(file.path, module.shell, world, names, sourced, parse)

    plain = course(World(REPO))
    given = {mode: course(World(mode, options=_FOLLOWED)) for mode in (CLUSTER, REPO)}
    departures = {mode: left for mode, one in given.items() if (left := departed(one)) is not None}
    courses = {mode: course(World(mode, options=_FOLLOWED, stays=True)) if mode in departures else one for mode, one in given.items()}
    if REPO in departures:
        plain = course(World(REPO, stays=True))
    every = (plain, *courses.values())
    return Runner(
        file=file,
        nodes=module.shell,
        names=names,
        is_bash=_BASH.match(file.data[:200].decode("utf-8", "replace")) is not None,
        header=_header(module),
        plain=plain,
        courses=courses,
        bare=course(World(REPO, unset=True, options=_FOLLOWED)),
        bare_cluster=course(World(CLUSTER, unset=True, options=_FOLLOWED)),
        failing=tuple(
            (mode, course(World(mode, failing=place, options=_FOLLOWED)))
            for mode, one in given.items()
            for place in list(dict.fromkeys(step.place for step in one.of("suite")))[:MAX_SUITES]
        ),
        lost=course(World(REPO, helper_fails=True, options=_FOLLOWED)),
        foreign=_foreign(file, every),
        blind=bool(module.errors)
        or any(not one.complete or any(_is_dark(step, alone=source is None) for step in one.of("source")) for one in every),
        alone=source is None,
        departures=departures,
    )


def _is_dark(step: Step, *, alone: bool) -> bool:
    """Tell whether a file that was not read may hold steps: where no file is followed, and where nobody knows which file it is.

    What stands in a file that is known and not there counts for nothing.
    """
    if step.followed or _OTHERS.fullmatch(step.words[0]):
        return False
    return alone or "*" in step.words[0].rpartition("/")[2]


def _foreign(file: File, courses: tuple[Course, ...]) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for step in (step for course in courses for step in course.of("redefines")):
        name, path = step.words
        # A whole copy of a helper is a helper that is not sourced.
        if path != file.path and not path.endswith(tuple(SHARED.values())):
            found.setdefault(name, step.place)
    return found


def _header(module: facts.Module) -> str:
    """Give the comments before the first command that does more than set options."""
    first = next((node for node in module.shell if not _sets_options(node)), None)
    line = 1_000_000 if first is None else first.span.line
    return "\n".join(comment.text for comment in module.comments if comment.span.line < line)


def _sets_options(node: shell.Node) -> bool:
    head = node.words[0] if isinstance(node, shell.Simple) and node.words else None
    return isinstance(head, shell.Word) and "".join(p.text for p in head.parts if isinstance(p, shell.Text)) in ("set", "shopt")
