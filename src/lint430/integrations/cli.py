"""The command line. Nothing heavy is imported before a command needs it: ``--version`` is asked by hooks and editors."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lint430 import __version__
from lint430.reporters import formats

if TYPE_CHECKING:
    from lint430.config import Config, Configs
    from lint430.engine import Outcome
    from lint430.model import Run

CLEAN, FINDINGS, USAGE, NOTHING, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""The exit codes; all but the last are frozen."""
_FAMILIES = {
    "ITM1": "application code",
    "ITM2": "test bodies",
    "ITM3": "which tests run",
    "ITM4": "runner scripts",
    "ITM5": "structure",
    "ITM6": "E2E and CI",
    "ITM9": "the analysis itself",
}
_FORMS = {".json": "json", ".html": "html", ".svg": "badge", ".txt": "text"}
"""What a status is written as, by the suffix of its file."""
_PATIENCE = 1.0
"""Seconds before a progress bar appears."""


class _Group(click.Group):
    """A group that suggests the command that was meant."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one is near."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from lint430.config import nearest

            hint = "; did you mean to `check` this path?" if os.path.lexists(args[0]) else _hint(nearest(args[0], self.commands))
            ctx.fail(f"no such command `{args[0]}`{hint}")
        return super().resolve_command(ctx, args)


def _hint(suggestion: str | None) -> str:
    return f"; did you mean `{suggestion}`?" if suggestion else ""


@click.group(cls=_Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="lint430 %(version)s")
@click.pass_context
def cli(context: click.Context) -> int | None:
    """Finds the code that behaves differently under test."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(USAGE)
    return None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code; what goes wrong is one line on standard error, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A path may hold bytes that are no text, and a console may know no arrows.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(list(sys.argv[1:] if arguments is None else arguments), prog_name="lint430", standalone_mode=False)
        return code if isinstance(code, int) else CLEAN
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        _complain(" ".join(error.format_message().split()))
        return USAGE
    except Exception as error:  # the last guard: whatever it is, the user gets a line and the exit code for it
        from lint430.config import ConfigError

        if isinstance(error, ConfigError):
            _complain(str(error))
            return USAGE
        if os.environ.get("LINT430_DEBUG"):
            import traceback

            traceback.print_exc()
        said = " ".join(f"{type(error).__name__}: {error}".split())
        _complain(f"internal error: {said} (LINT430_DEBUG=1 shows where)")
        return INTERNAL


def _complain(message: str, level: str = "error") -> None:
    from lint430.terminal import visible

    click.echo(f"lint430: {level}: {visible(message)}", err=True)


def _write(text: str, output: Path | None = None) -> None:
    """Write a report to standard output, or to a file."""
    if output is not None:
        try:
            output.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise click.UsageError(f"`{output}` cannot be written: {error.strerror or error}") from None
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough (`| head`); Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


# --- check -----------------------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(formats()), default="text", show_default=True, help="How findings are shown.")
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write the report to a file.")
@click.option("--select", multiple=True, metavar="CODES", help="Check only these codes, prefixes or names (comma-separated, repeatable).")
@click.option("--extend-select", multiple=True, metavar="CODES", help="Check these as well.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these out.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration for every file.")
@click.option("--no-config", is_flag=True, help="Use no configuration file.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="error",
    show_default=True,
    help="The least level that gives exit code 1.",
)
@click.option("--exit-zero", is_flag=True, help="Give 0 instead of 1.")
@click.option("--allow-empty", is_flag=True, help="Give 0 when there is nothing to check.")
@click.option("--no-cross-file", is_flag=True, help="Follow the mode inside single files only.")
@click.option("--sift/--no-sift", default=True, hidden=True, help="Parse only what can matter.")
@click.option("--statistics", is_flag=True, help="Show the number of findings by check instead of the findings.")
@click.option("--stats", is_flag=True, help="Say on standard error what the run did and how long it took.")
@click.option("--show-files", is_flag=True, help="List the files with their roles and suites, and stop.")
@click.option("--show-settings", is_flag=True, help="List the settings with their origins, and stop.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Whether to colour.")
@click.option("--quiet", "-q", is_flag=True, help="Show no report; the exit code tells.")
@click.option("--progress/--no-progress", default=None, help="Show a progress bar; by default on a terminal, for long runs.")
def check(paths: tuple[str, ...], form: str, output: Path | None, config: Path | None, no_config: bool, **asked: Any) -> int:
    """Check a repository, or the given PATHS of it.

    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 bad usage or configuration, 3 nothing to check, 4 internal error.
    """
    if asked["statistics"] and form != "text":
        raise click.UsageError(f"`--statistics` has no `{form}` format; the `json` format has the numbers in its summary")
    root = _root(paths)
    configs = _configs(root, config, no_config)
    if asked["show_settings"]:
        _write("\n".join(_settings(one) for one in _all_configs(root, configs)))
        return CLEAN
    if asked["show_files"]:
        return _show_files(root, configs, paths)
    return _check(root, configs, paths, form, output, asked)


def _check(root: Path, configs: Config | Configs, paths: tuple[str, ...], form: str, output: Path | None, asked: dict[str, Any]) -> int:
    from lint430.engine import Options, run

    bar = _Bar(asked["progress"])
    options = Options(
        cross_file=not asked["no_cross_file"],
        sift=asked["sift"],
        select=_selectors("--select", asked["select"]),
        extend_select=_selectors("--extend-select", asked["extend_select"]),
        ignore=_selectors("--ignore", asked["ignore"]),
        progress=bar,
    )
    try:
        outcome = run(root, configs, paths, options, Path.cwd())
    finally:
        bar.close()
    if not asked["quiet"]:
        _write(_report(outcome.run, form, output, asked), output)
    if asked["stats"]:
        _say_stats(outcome.run)
    return _judge(outcome, asked)


def _report(run: Run, form: str, output: Path | None, asked: dict[str, Any]) -> str:
    import shutil

    from lint430.reporters import reporter
    from lint430.terminal import wants_color

    if asked["statistics"]:
        return _statistics(run)
    terminal = output is None and sys.stdout.isatty()
    color = output is None and wants_color(asked["color"], os.environ, terminal)
    links = color and terminal and os.environ.get("TERM") != "dumb"
    return reporter(form)(run, color=color, width=shutil.get_terminal_size((120, 24)).columns, links=links)


def _judge(outcome: Outcome, asked: dict[str, Any]) -> int:
    """Say on standard error what could not be done, and give the exit code: the gravest of all."""
    from lint430.model import Severity

    for failure in outcome.failures:
        where = f" on `{failure.path}`" if failure.path else ""
        _complain(f"internal error: {failure.code} failed{where}: {failure.error}; the rest was checked")
    for problem in outcome.problems:
        _complain(problem.message + (f"; {problem.suggestion}" if problem.suggestion else ""))
    if not outcome.run.complete:
        return INTERNAL
    if outcome.problems:
        return USAGE
    if not outcome.files and not outcome.run.findings:
        if not asked["allow_empty"]:
            _complain("nothing to check: no file here is of a known kind and not excluded; `--show-files` lists what there is")
        return CLEAN if asked["allow_empty"] else NOTHING
    if asked["exit_zero"] or asked["fail_on"] == "never":
        return CLEAN
    limit = Severity(asked["fail_on"]).rank
    return FINDINGS if any(f.severity is not None and f.severity.rank <= limit for f in outcome.run.findings) else CLEAN


def _root(paths: Sequence[str]) -> Path:
    """Find the repository that the paths lie in; the current folder only matters where they lie in several."""
    from lint430.config import nearest
    from lint430.repository.discover import repository_root

    existing = [path for path in paths if os.path.lexists(path)]
    if paths and not existing:
        folder, name = os.path.split(os.path.normpath(paths[0]))
        try:
            near = nearest(name, os.listdir(folder or "."))
        except OSError:
            near = None
        raise click.UsageError(f"`{paths[0]}` does not exist{_hint(near)}")
    here = repository_root(Path.cwd())
    roots = {repository_root(Path(os.path.abspath(path))) for path in existing} or {here}
    return here if here in roots else min(roots)


def _configs(root: Path, explicit: Path | None, no_config: bool) -> Config | Configs:
    from lint430.config import Config, Configs

    if no_config:
        if explicit is not None:
            raise click.UsageError("`--config` and `--no-config` exclude each other")
        return Config()
    return Configs(root, explicit)


def _selectors(option: str, given: Iterable[str]) -> tuple[str, ...]:
    """Split the codes of an option, and refuse what fits no check."""
    from lint430 import registry
    from lint430.config import matches, nearest

    known = registry.names()
    words = [word.strip() for one in given for word in one.split(",") if word.strip()]
    words = [word.upper() if word[:3].upper() == "ITM" else word for word in words]
    for word in words:
        if not any(matches(word, code, name) for code, name in known.items()):
            raise click.UsageError(
                f"unknown check `{word}` in `{option}`{_hint(nearest(word, [*known, *known.values()]))}; `lint430 checks` lists them"
            )
    return tuple(words)


def _show_files(root: Path, configs: Config | Configs, paths: tuple[str, ...]) -> int:
    from lint430.engine import survey
    from lint430.terminal import visible

    listed, problems = survey(root, configs, paths, Path.cwd())
    lines = [f"{visible(f.path)}  {f.role}  {f.language or '-'}  {f.suite or '-'}" for f in listed]
    _write("".join(line + "\n" for line in lines))
    for problem in problems:
        _complain(problem.message + (f"; {problem.suggestion}" if problem.suggestion else ""))
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


class _Bar:
    """A progress bar on standard error that appears only when a run takes long enough to wonder."""

    def __init__(self, wanted: bool | None) -> None:
        self._wanted = sys.stderr.isatty() if wanted is None else wanted
        self._patience = _PATIENCE if wanted is None else 0.0
        self._started = time.monotonic()
        self._shown: Any = None
        self._task: Any = None

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Show how far a phase is."""
        if not self._wanted or (self._shown is None and time.monotonic() - self._started < self._patience):
            return
        if self._shown is None:
            from rich.console import Console
            from rich.progress import Progress

            self._shown = Progress(console=Console(stderr=True), transient=True)
            self._shown.start()
            self._task = self._shown.add_task(phase)
        self._shown.update(self._task, description=phase, completed=done, total=total or None)

    def close(self) -> None:
        """Take it away."""
        if self._shown is not None:
            self._shown.stop()


# --- status ----------------------------------------------------------------------------------------------------------------------


@cli.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "json", "text", "badge"]),
    help="What is written, by default what the file's name says (.json, .html, .svg, .txt), else markdown. `badge` is an SVG and, beside the --output file, "
    "the JSON of a badge server's endpoint.",
)
@click.option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Write the status to a file.")
@click.option(
    "--check",
    "committed",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Compare with this file; 1 and a diff where it is out of date.",
)
@click.option("--record", is_flag=True, help="Record the metrics of this commit in .lint430/history.jsonl.")
@click.option("--since", metavar="REV", help="Say what got better and worse since a commit, per suite.")
@click.option("--date", metavar="DATE", help="The day to write instead of the commit's, as 2025-12-10.")
@click.option("--schema", is_flag=True, help="Print the JSON schema of `--format json` instead.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration for every file.")
@click.option("--no-config", is_flag=True, help="Use no configuration file.")
@click.option("--progress/--no-progress", default=None, help="Show a progress bar; by default on a terminal, for long runs.")
def status(form: str | None, schema: bool, config: Path | None, no_config: bool, progress: bool | None, **asked: Any) -> int:
    """Measure every integration suite of the repository, and write its status.

    Exit codes: 0 written, 1 the file given to --check is out of date, 2 bad usage or configuration, 4 internal error.
    """
    if schema:
        from lint430.status import json as document

        _write(document.schema())
        return CLEAN
    from lint430.integrations.status import Asked, StatusError, produce
    from lint430.status.history import HistoryError

    named = asked["committed"] or asked["output"]
    form = form or ("markdown" if named is None else _FORMS.get(named.suffix, "markdown"))
    root = _root(())
    bar = _Bar(progress)
    try:
        done = produce(root, _configs(root, config, no_config), Asked(form, explicit=config, **asked), bar)
    except (StatusError, HistoryError) as error:
        raise click.UsageError(str(error)) from None
    finally:
        bar.close()
    for level, message in done.messages:
        _complain(message, level)
    if done.text:
        _write(done.text)
    return INTERNAL if not done.complete else FINDINGS if done.outdated else CLEAN


# --- explain, checks -------------------------------------------------------------------------------------------------------------


@cli.command()
@click.argument("check", metavar="CODE|NAME")
def explain(check: str) -> int:
    """Show the page of a check."""
    from lint430 import pages, registry
    from lint430.config import nearest

    entry = registry.find(check)
    if entry is None:
        known = registry.names()
        raise click.UsageError(f"unknown check `{check}`{_hint(nearest(check, [*known, *known.values()]))}; `lint430 checks` lists them")
    text = pages.read(entry).text
    if not text:
        raise click.ClickException(f"the page of {entry.check.code} is not installed")
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        _write(text if text.endswith("\n") else text + "\n")
    return CLEAN


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How the list is shown.")
def checks(form: str) -> int:
    """List the checks, by family, with their levels."""
    from lint430 import pages, registry

    entries = [(entry, pages.read(entry)) for entry in registry.registered()]
    if form == "json":
        import json

        listed = [
            {
                "code": e.check.code,
                "name": e.name,
                "level": str(e.check.severity),
                "summary": page.summary,
                "roles": sorted(map(str, e.check.roles)),
                "languages": sorted(e.check.languages),
                "since": e.check.since,
            }
            for e, page in entries
        ]
        _write(json.dumps(listed, indent=2) + "\n")
        return CLEAN
    lines: list[str] = []
    width = max((len(entry.name) for entry, _ in entries), default=0)
    family = ""
    for entry, page in entries:
        if entry.check.code[:4] != family:
            family = entry.check.code[:4]
            lines += ["", f"{family}xx  {_FAMILIES.get(family, '')}".rstrip()]
        first = page.summary.partition(". ")[0].rstrip(".")
        lines.append(f"  {entry.check.code}  {entry.check.severity:<7}  {entry.name:<{width}}  {first}".rstrip())
    _write("\n".join(lines[1:]) + "\n")
    return CLEAN


# --- config ----------------------------------------------------------------------------------------------------------------------


@cli.group(name="config", cls=_Group)
def config_group() -> None:
    """Show and verify the settings."""


@config_group.command(name="show")
@click.argument("path", default=".", type=click.Path())
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How they are shown.")
def config_show(path: str, config: Path | None, form: str) -> int:
    """Show the settings that hold for PATH, and where each comes from."""
    root = _root([path])
    relative = os.path.relpath(os.path.realpath(path), root).replace(os.sep, "/")
    inside = "" if relative == "." else f"{relative}/" if os.path.isdir(path) else relative
    found = _configs(root, config, False).for_path(inside)
    if form == "json":
        import json

        from lint430.config import resolved

        document = {key: {"value": value, "source": found.sources.get(key, "default")} for key, value in resolved(found).items()}
        _write(json.dumps(document, indent=2) + "\n")
    else:
        _write(_settings(found))
    return CLEAN


@config_group.command(name="verify")
@click.argument("path", default=".", type=click.Path())
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Verify this configuration.")
def config_verify(path: str, config: Path | None) -> int:
    """Verify every configuration of the repository that PATH lies in."""
    from lint430 import registry
    from lint430.config import unknown_selectors

    root = _root([path])
    found = _all_configs(root, _configs(root, config, False))
    unknown = [entry for one in found for entry in unknown_selectors(one, registry.names())]
    for entry in unknown:
        _complain(str(entry))
    if unknown:
        return USAGE
    spoken = [one for one in found if not one.is_default]
    files = sorted({place.rpartition(":")[0] for one in spoken for place in one.sources.values() if place != "default"})
    _write("".join(f"{file}: valid\n" for file in files) or "no configuration file: the defaults hold\n")
    return CLEAN


@config_group.command(name="schema")
def config_schema() -> int:
    """Print the JSON schema of the configuration file."""
    import json

    from lint430.config import schema

    _write(json.dumps(schema(), indent=2) + "\n")
    return CLEAN


def _all_configs(root: Path, configs: Config | Configs) -> list[Config]:
    """List every configuration of a repository; discovery meets them all."""
    from lint430.repository.discover import discover

    for path in discover(root, configs).paths:
        configs.for_path(path)
    return configs.every()


def _settings(config: Config) -> str:
    """Write settings as they would stand in the file, each with its origin."""
    from lint430.config import resolved

    lines = [(f"{key} = {_toml(value)}", config.sources.get(key, "default")) for key, value in resolved(config).items()]
    return "".join(f"{line}  # {source}\n" for line, source in lines)


def _toml(value: Any) -> str:
    import json

    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(value)
