"""The ``baseline`` command: the findings the repository lives with for now, recorded, compared, and taken out as they go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lint430.integrations.console import CLEAN, FINDINGS, NOTHING, Bar, Group, complain, troubles, write
from lint430.integrations.options import CONFIG, IGNORE, NO_CONFIG, PROGRESS, SELECT
from lint430.integrations.target import baseline_at, configs_of, root_of, selectors

if TYPE_CHECKING:
    from lint430.baseline import Baseline, Comparison
    from lint430.engine import Outcome


@dataclass(frozen=True, slots=True)
class _Found:
    """A baseline and a run beside it."""

    place: Path
    """The file of the baseline."""
    shown: str
    """What messages call it."""
    baseline: Baseline | None
    """What it holds; None where there is none yet."""
    outcome: Outcome
    """The run."""
    comparison: Comparison
    """What the two say of each other."""


def _options(needs_baseline: bool) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options of all three, and let it work on a run that is complete."""

    def decorate(act: Callable[..., int]) -> Callable[..., int]:
        @click.argument("paths", nargs=-1, type=click.Path())
        @click.option(
            "--baseline", "given", type=click.Path(path_type=Path), metavar="FILE", help="Use this baseline, not the configured one."
        )
        @SELECT
        @IGNORE
        @CONFIG
        @NO_CONFIG
        @PROGRESS
        @wraps(act)
        def command(paths: tuple[str, ...], given: Path | None, progress: bool | None, **asked: Any) -> int:
            found = _find(paths, given, progress, asked, needs_baseline)
            return found if isinstance(found, int) else act(found, **asked)

        return command

    return decorate


def _find(paths: tuple[str, ...], given: Path | None, progress: bool | None, asked: dict[str, Any], needs_baseline: bool) -> _Found | int:
    """Read the baseline and run the checks; an exit code where that does not go well."""
    from lint430.baseline import Baseline
    from lint430.engine import Options, run

    root = root_of(paths)
    configs = configs_of(root, asked.pop("config"), asked.pop("no_config"))
    place = given or root / configs.for_path("").baseline
    shown = str(given or configs.for_path("").baseline)
    baseline = baseline_at(place)
    if baseline is None and needs_baseline:
        raise click.UsageError(f"there is no baseline `{shown}`; `lint430 baseline write` makes one")
    bar = Bar(progress)
    options = Options(
        select=selectors("--select", asked.pop("select")),
        ignore=selectors("--ignore", asked.pop("ignore")),
        baseline=baseline or Baseline(),
        progress=bar,
    )
    try:
        outcome = run(root, configs, paths, options, Path.cwd())
    finally:
        bar.close()
    if trouble := troubles(outcome, "the baseline stays as it is"):
        return trouble
    comparison = outcome.comparison
    if comparison is None or (not outcome.files and not comparison.new and not comparison.known and not comparison.stale.total):
        complain("nothing to check: no file here is of a known kind and not excluded")
        return NOTHING
    return _Found(place, shown, baseline, outcome, comparison)


@click.group(cls=Group)
def command() -> None:
    """Live with the findings there are, and fail on new ones.

    A baseline holds findings by check and content: moved lines and renamed files stay known, and its counts can only fall.
    """


@command.command(name="write")
@_options(needs_baseline=False)
@click.option("--force", is_flag=True, help="Add what is new to a baseline that exists.")
def write_baseline(found: _Found, force: bool) -> int:
    """Record the findings, of every level; what is gone is taken out.

    A baseline that exists grows only with --force. With PATHS or --select the entries of what is not checked stay.

    Exit codes: 0 written, 1 there are new findings and nothing was written, 2 bad usage or configuration, 3 nothing to check, 4 internal error.
    """
    comparison = found.comparison
    if found.baseline is not None and comparison.new and not force:
        _show_new(found)
        number = len(comparison.new)
        complain(
            f"{_count(number)} not in the baseline, and its counts only fall: mend {_them(number)}, or use `--force` to add {_them(number)}"
        )
        return FINDINGS
    return _put(found, comparison.grown, len(comparison.new))


@command.command(name="check")
@_options(needs_baseline=True)
def check_baseline(found: _Found) -> int:
    """Show what is new, of every level, and what is in the baseline and no longer found.

    Exit codes: 0 neither, 1 something is new or stale, 2 bad usage or configuration or no baseline, 3 nothing to check, 4 internal error.
    """
    from lint430.baseline import stale_lines
    from lint430.registry import names
    from lint430.terminal import visible

    new, stale, known = len(found.comparison.new), found.comparison.stale.total, len(found.comparison.known)
    _show_new(found)
    write("".join(f"{visible(line)}\n" for line in stale_lines(found.comparison.stale, names())))
    write(f"{new} new, {stale} no longer found, {known} known in `{visible(found.shown)}`.\n")
    if stale:
        complain("the baseline is out of date; `lint430 baseline prune` takes out what is no longer found")
    return FINDINGS if new or stale else CLEAN


@command.command(name="prune")
@_options(needs_baseline=True)
def prune(found: _Found) -> int:
    """Take out what is no longer found; nothing is added.

    Findings whose file was renamed get its new path. With PATHS or --select the entries of what is not checked stay.

    Exit codes: 0 done, 2 bad usage or configuration or no baseline, 3 nothing to check, 4 internal error.
    """
    return _put(found, found.comparison.held, 0)


def _put(found: _Found, wanted: Baseline, added: int) -> int:
    """Write a baseline, unless the file says the same already, and say what changed."""
    from lint430.baseline import render
    from lint430.integrations.writing import WriteError, write_whole
    from lint430.registry import names
    from lint430.terminal import visible

    comparison = found.comparison
    changes = [(added, "added"), (comparison.stale.total, "taken out"), (comparison.moved, "moved with their files")]
    said = ", ".join(f"{number} {what}" for number, what in changes if number)
    if found.baseline is None or wanted.counts != found.baseline.counts:
        try:
            write_whole(found.place, render(wanted, names()))
        except WriteError as error:
            raise click.UsageError(str(error)) from None
    number = wanted.total
    files = len({key.path for key in wanted.counts})
    what = f"{number} finding{'' if number == 1 else 's'} in {files} file{'' if files == 1 else 's'}"
    write(f"{visible(found.shown)}: {what}{f' ({said})' if said else ', as before' if found.baseline is not None else ''}.\n")
    return CLEAN


def _show_new(found: _Found) -> None:
    from lint430.reporters import View, reporter

    write(reporter("concise")(found.outcome.run, View()))


def _count(number: int) -> str:
    return f"{number} finding{' is' if number == 1 else 's are'}"


def _them(number: int) -> str:
    return "it" if number == 1 else "them"
