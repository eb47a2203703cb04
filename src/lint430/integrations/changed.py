"""The findings of a change: ``check --staged``, ``--diff`` and ``--patch``."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from lint430.config import Config, ConfigError, Configs
from lint430.engine import Options, Outcome, run, run_state
from lint430.focus import focused
from lint430.model import Run
from lint430.repository.before import State
from lint430.repository.changes import Changes
from lint430.repository.compare import Comparison, ComparisonError, Side, between, patched, since, staged
from lint430.repository.discover import Problem

Say = Callable[[str, str], None]
"""Takes a message and its level, for standard error."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which change, and what of it."""

    staged: bool = False
    """That of the index."""
    revision: str | None = None
    """That since a revision."""
    patch: str | None = None
    """That of a patch: a file, or ``-``."""
    paths: Sequence[str] = ()
    """Files and folders whose findings are asked for; all when empty."""
    base: Path = field(default_factory=Path.cwd)
    """Where relative paths start."""
    explicit: Path | None = None
    """The configuration that holds everywhere."""

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def count(self) -> int:
        """Say how many changes are asked for."""
        return self.staged + (self.revision is not None) + (self.patch is not None)


def check_change(root: Path, configs: Config | Configs, asked: Asked, options: Options, say: Say) -> Outcome:
    """Check a repository and give what a change is answerable for. Raises :class:`~lint430.repository.compare.ComparisonError`."""
    with contextlib.ExitStack() as stack:
        comparison = _comparison(root, asked, stack)
        if asked.staged and not comparison.has_changes and _wants_all():
            say("nothing is staged: everything is checked", "note")
            return run(root, configs, asked.paths, options, asked.base)
        for warning in comparison.warnings:
            say(warning, "warning")
        if comparison.is_settled:
            say(f"No changes against {comparison.against}", "note")
            return Outcome(Run(str(root), ()))
        covers, problems = _narrowed(comparison, asked)
        now = _configs(configs, root, asked, comparison.state)
        outcome = run_state(comparison.state, now, options)
        kept = replace(
            outcome.run,
            findings=[finding for finding in outcome.run.findings if covers(finding.path)],
            known=[finding for finding in outcome.run.known if covers(finding.path)],
            suppressed=[one for one in outcome.run.suppressed if covers(one.finding.path)],
        )
        earlier = [
            (side.changes, partial(_before, side, _configs(configs, root, asked, side.state), now, options, say))
            for side in comparison.sides
        ]
        return replace(outcome, run=focused(kept, earlier), problems=problems)


def _comparison(root: Path, asked: Asked, stack: contextlib.ExitStack) -> Comparison:
    if asked.revision is not None:
        return since(root, asked.revision, stack)
    if asked.patch is not None:
        return patched(root, asked.patch, _patch(asked.patch, asked.base), asked.base)
    ends = _ends()
    return staged(root, stack) if ends is None else between(root, *ends, stack)


def _ends() -> tuple[str, str] | None:
    """Give the commits of ``pre-commit run --from-ref … --to-ref …``, and of what it does before a push."""
    first, last = (os.environ.get(f"PRE_COMMIT_{end}_REF") for end in ("FROM", "TO"))
    return (first, last) if os.environ.get("PRE_COMMIT") == "1" and first and last else None


def _wants_all() -> bool:
    """Tell whether pre-commit runs the hook outside a commit: then nothing staged is its way to say ``--all-files``, there is no other.

    Within a commit, such as one that only mends a message, git names the index.
    """
    return os.environ.get("PRE_COMMIT") == "1" and "GIT_INDEX_FILE" not in os.environ and _ends() is None


def _patch(name: str, base: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else (base / name).read_bytes()
    except (OSError, ValueError) as error:
        raise ComparisonError(f"`--patch {name}` cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _configs(configs: Config | Configs, root: Path, asked: Asked, state: State) -> Config | Configs:
    return configs if isinstance(configs, Config) else Configs(root, asked.explicit, state.content)


def _before(side: Side, then: Config | Configs, now: Config | Configs, options: Options, say: Say) -> Run:
    """Check what was there before the change, by the configuration and the baseline it had."""
    try:
        outcome = run_state(side.state, then, options)
    except ConfigError:
        # A broken configuration or baseline is what the change mends.
        options = replace(options, use_baseline=False)
        try:
            outcome = run_state(side.state, then, options)
        except ConfigError:
            outcome = run_state(side.state, now, options)
    if not outcome.run.complete:
        say("what was there before the change could not be checked whole: older findings may show", "warning")
    return outcome.run


def _narrowed(comparison: Comparison, asked: Asked) -> tuple[Callable[[str], bool], list[Problem]]:
    """Give what tells whether the given paths cover one, and the paths that lead nowhere on either side of the change."""
    if not asked.paths:
        return lambda _: True, []
    root = os.path.realpath(comparison.state.root)
    wanted: set[str] = set()
    problems: list[Problem] = []
    for given in asked.paths:
        absolute = os.path.normpath(os.path.join(os.path.realpath(asked.base), given))
        # A link that leads nowhere, and what is deleted, is itself.
        there = os.path.exists(absolute)
        real = (
            os.path.realpath(absolute) if there else os.path.join(os.path.realpath(os.path.dirname(absolute)), os.path.basename(absolute))
        )
        relative = "" if real == root else os.path.relpath(real, root).replace(os.sep, "/")
        if relative.split("/", 1)[0] == "..":
            problems.append(Problem(f"`{given}` is outside the repository `{root}`", "run lint430 in the repository that holds it"))
        elif os.path.lexists(real) or any(
            _knows(state, side.changes, relative) for side in comparison.sides for state in (comparison.state, side.state)
        ):
            wanted.add(relative)
        else:
            problems.append(Problem(f"`{given}` does not exist"))
    return lambda path: "" in wanted or path in wanted or any(path.startswith(f"{folder}/") for folder in wanted), problems


def _knows(state: State, changes: Changes, path: str) -> bool:
    """Tell whether a path is a file of a state, or a folder that a change emptied."""
    return state.holds(path) or any(change.old is not None and change.old.startswith(f"{path}/") for change in changes.all)
