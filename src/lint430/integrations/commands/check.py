"""The ``check`` command: findings, as reports."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lint430.integrations.completion import Checks
from lint430.integrations.console import CLEAN, FINDINGS, NOTHING, USAGE, Bar, complain, troubles, write
from lint430.integrations.options import CONFIG, IGNORE, NO_CONFIG, PROGRESS, SELECT
from lint430.integrations.target import baseline_at, configs_of, every_config, root_of, selectors, settings_text
from lint430.reporters import formats

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint430.baseline import Baseline
    from lint430.config import Config, Configs
    from lint430.engine import Outcome
    from lint430.integrations.changed import Asked
    from lint430.model import Run


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--staged", is_flag=True, help="Report what the staged changes are answerable for, as they are in git's index.")
@click.option("--diff", "revision", metavar="REV", help="Report what the changes since HEAD and REV parted are answerable for.")
@click.option("--patch", metavar="FILE|-", help="Report what the changes of a unified diff are answerable for.")
@click.option("--format", "form", type=click.Choice(formats()), default="text", show_default=True, help="How findings are shown.")
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    type=click.Path(),
    metavar="[FORMAT:]FILE",
    help="Write the report to a file instead; with a format before it, write that report too (repeatable); - is standard output.",
)
@click.option("--sarif-category", "category", default="", metavar="NAME", help="Tell several analyses of one commit apart (SARIF).")
@click.option("--show-suppressed", is_flag=True, help="Show what comments silence, in the formats that have a way to say so.")
@SELECT
@click.option("--extend-select", multiple=True, type=Checks(), metavar="CODES", help="Check these as well.")
@IGNORE
@CONFIG
@NO_CONFIG
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="error",
    show_default=True,
    help="The least level that gives exit code 1.",
)
@click.option(
    "--baseline", type=click.Path(path_type=Path), metavar="FILE", help="Hide what this baseline holds, instead of the configured one."
)
@click.option("--no-baseline", is_flag=True, help="Hide nothing that is known.")
@click.option("--fail-on-stale", is_flag=True, help="Give 1 also where the baseline holds what is no longer found.")
@click.option("--exit-zero", is_flag=True, help="Give 0 instead of 1.")
@click.option("--allow-empty", is_flag=True, help="Give 0 when there is nothing to check.")
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely, then check what is left.")
@click.option("--fix-preview", is_flag=True, help="Show what --fix would change, as a patch, and stop; 1 when there is something.")
@click.option("--no-cross-file", is_flag=True, help="Follow the mode inside single files only.")
@click.option("--sift/--no-sift", default=True, hidden=True, help="Parse only what can matter.")
@click.option("--statistics", is_flag=True, help="Show the number of findings by check instead of the findings.")
@click.option("--stats", is_flag=True, help="Say on standard error what the run did and how long it took.")
@click.option("--show-files", is_flag=True, help="List the files with their roles and suites, and stop.")
@click.option("--show-settings", is_flag=True, help="List the settings with their origins, and stop.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Whether to colour.")
@click.option("--quiet", "-q", is_flag=True, help="Show no report; the exit code tells.")
@PROGRESS
def command(paths: tuple[str, ...], form: str, outputs: tuple[str, ...], config: Path | None, no_config: bool, **asked: Any) -> int:
    """Check a repository, or the given PATHS of it.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 bad usage or configuration, 3 nothing to check, 4 internal error.
    """
    if asked["statistics"] and form != "text":
        raise click.UsageError(f"`--statistics` has no `{form}` format; the `json` format has the numbers in its summary")
    from lint430.integrations.changed import Asked

    change = Asked(asked["staged"], asked["revision"], asked["patch"], paths, Path.cwd(), config)
    if change.count > 1:
        raise click.UsageError("`--staged`, `--diff` and `--patch` exclude each other")
    if change and (asked["fix"] or asked["fix_preview"]):
        raise click.UsageError("fixes are made in the files that are there: `--fix` works without `--staged`, `--diff` and `--patch`")
    # A path that was deleted is one to ask about, too.
    root = root_of([path for path in paths if os.path.lexists(path)] if change else paths)
    configs = configs_of(root, config, no_config)
    if asked["show_settings"]:
        write("\n".join(settings_text(one) for one in every_config(root, configs)))
        return CLEAN
    if asked["show_files"]:
        return _show_files(root, configs, paths)
    return _check(root, configs, change, _destinations(outputs, form), asked)


def _check(root: Path, configs: Config | Configs, change: Asked, reports: list[tuple[str, Path | None]], asked: dict[str, Any]) -> int:
    from lint430.engine import Options, run
    from lint430.integrations.changed import check_change
    from lint430.integrations.writing import WriteError, write_whole
    from lint430.repository.compare import ComparisonError

    bar = Bar(asked["progress"])
    options = Options(
        cross_file=not asked["no_cross_file"],
        sift=asked["sift"],
        select=selectors("--select", asked["select"]),
        extend_select=selectors("--extend-select", asked["extend_select"]),
        ignore=selectors("--ignore", asked["ignore"]),
        baseline=_baseline(asked),
        use_baseline=not asked["no_baseline"],
        progress=bar,
    )

    def checked(changed: Mapping[str, bytes]) -> Outcome:
        return run(root, configs, change.paths, options, Path.cwd(), changed)

    try:
        outcome = check_change(root, configs, change, options, complain) if change else checked({})
        if asked["fix_preview"]:
            from lint430.integrations.fixing import preview

            patch = preview(root, outcome, checked)
            if not asked["quiet"]:
                write(patch)
            hindered = _hindered(outcome, asked)
            return hindered if hindered is not None else FINDINGS if patch and not asked["exit_zero"] else CLEAN
        if asked["fix"]:
            from lint430.integrations.fixing import fix

            outcome = fix(root, outcome, checked)
    except ComparisonError as error:
        raise click.UsageError(str(error)) from None
    finally:
        bar.close()
    unwritten = False
    for form, output in reports:
        if output is None and asked["quiet"]:
            continue
        text = _report(outcome.run, form, output, asked)
        try:
            write(text) if output is None else write_whole(output, text)
        except WriteError as error:
            # The other reports are none the worse for it.
            complain(str(error))
            unwritten = True
    if any(form == "github" for form, _ in reports):
        _summarize(outcome.run)
    if asked["stats"]:
        _say_stats(outcome.run)
    # No file of a known kind in a change is no mistake of the caller's.
    code = _judge(outcome, asked | {"allow_empty": asked["allow_empty"] or bool(change)})
    return max(code, USAGE) if unwritten else code


def _baseline(asked: dict[str, Any]) -> Baseline | None:
    """Read the baseline that was named; None where none was."""
    place: Path | None = asked["baseline"]
    if place is None:
        return None
    if asked["no_baseline"]:
        raise click.UsageError("`--baseline` and `--no-baseline` exclude each other")
    found = baseline_at(place)
    if found is None:
        raise click.UsageError(f"`{place}` does not exist; `lint430 baseline write --baseline {place}` makes it")
    return found


def _destinations(outputs: tuple[str, ...], form: str) -> list[tuple[str, Path | None]]:
    """Say which report goes where, None for standard output: a FILE takes the report from there, a FORMAT:FILE is one more; ``-`` is standard output."""
    reports: list[tuple[str, Path | None]] = []
    displaced = False
    for given in outputs:
        name, colon, place = given.partition(":")
        is_more = bool(colon) and name in formats()
        if not is_more:
            name, place = form, given
        if not place:
            raise click.UsageError(f"`--output {given}` names no file")
        real = os.path.realpath(place)
        if (os.path.isfile(real) or not os.path.exists(real)) and any(os.path.realpath(other) == real for _, other in reports if other):
            raise click.UsageError(f"`{place}` can hold one report only")
        displaced = displaced or not is_more or place == "-"
        reports.append((name, None if place == "-" else Path(place)))
    return reports if displaced else [*reports, (form, None)]


def _report(run: Run, form: str, output: Path | None, asked: dict[str, Any]) -> str:
    import shutil

    from lint430.integrations.hosts import prefix, source
    from lint430.reporters import View, reporter
    from lint430.terminal import wants_color

    if asked["statistics"] and form == "text":
        return _statistics(run)
    terminal = output is None and sys.stdout.isatty()
    color = output is None and wants_color(asked["color"], os.environ, terminal)
    links = color and terminal and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((120, 24)).columns
    place, address = prefix(run.root, os.environ), source(os.environ)
    return reporter(form)(run, View(color, links, width, asked["show_suppressed"], asked["category"], place, address))


def _summarize(run: Run) -> None:
    """Write the job's summary where the run is a step of GitHub Actions; one that cannot be written fails nothing."""
    from lint430.integrations.hosts import summarize

    try:
        summarize(run, os.environ)
    except OSError as error:
        complain(f"the job summary cannot be written: {error.strerror or error}", "warning")


def _hindered(outcome: Outcome, asked: dict[str, Any]) -> int | None:
    """Say on standard error what could not be done, and give the exit code for it; None where everything was looked at."""
    if trouble := troubles(outcome, "the rest was checked"):
        return trouble
    if not outcome.files and not outcome.run.findings and not outcome.run.known:
        if not asked["allow_empty"]:
            complain("nothing to check: no file here is of a known kind and not excluded; `--show-files` lists what there is")
        return CLEAN if asked["allow_empty"] else NOTHING
    return None


def _judge(outcome: Outcome, asked: dict[str, Any]) -> int:
    """Give the exit code: the gravest of all."""
    from lint430.model import Severity

    if (hindered := _hindered(outcome, asked)) is not None:
        return hindered
    stale = 0 if outcome.comparison is None else outcome.comparison.stale.total
    if stale:
        what = "1 finding of the baseline is" if stale == 1 else f"{stale} findings of the baseline are"
        complain(f"{what} no longer found; `lint430 baseline prune` takes {'it' if stale == 1 else 'them'} out", "warning")
    if asked["exit_zero"] or asked["fail_on"] == "never":
        return CLEAN
    if stale and asked["fail_on_stale"]:
        return FINDINGS
    limit = Severity(asked["fail_on"]).rank
    return FINDINGS if any(f.severity is not None and f.severity.rank <= limit for f in outcome.run.findings) else CLEAN


def _show_files(root: Path, configs: Config | Configs, paths: tuple[str, ...]) -> int:
    from lint430.engine import survey
    from lint430.terminal import visible

    listed, problems = survey(root, configs, paths, Path.cwd())
    lines = [f"{visible(f.path)}  {f.role}  {f.language or '-'}  {f.suite or '-'}" for f in listed]
    write("".join(line + "\n" for line in lines))
    for problem in problems:
        complain(str(problem))
    return USAGE if problems else CLEAN


def _statistics(run: Run) -> str:
    from collections import Counter

    counts = Counter((f.code, f.name) for f in run.findings)
    size = len(str(max(counts.values(), default=0)))
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return "".join(f"{number:>{size}}  {code}  {name}\n" for (code, name), number in ordered)


def _say_stats(run: Run) -> None:
    stats = run.stats
    click.echo(f"{stats.files} files, {stats.parsed} parsed, {stats.suites} suites", err=True)
    for phase, seconds in stats.seconds.items():
        click.echo(f"{phase:<10}{seconds:8.3f} s", err=True)
