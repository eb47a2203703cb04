"""The ``status`` command: one run over the repository, then documents, a comparison, the history; files are written whole or not at all."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date as day
from pathlib import Path

from lint430.config import Config, ConfigError, Configs, nearest
from lint430.engine import Options, Outcome, run, run_state
from lint430.integrations.writing import write_whole
from lint430.model import Role
from lint430.repository.git import LACKING
from lint430.repository.revision import Revision, RevisionError, commit_of, uncommitted
from lint430.status.compare import Comparison, compare
from lint430.status.history import PLACE, HistoryError, Point, points, recorded
from lint430.status.measure import Status, measure

Progress = Callable[[str, int, int], None]
_AUDITED = re.compile(r"(?m)^\*\*Audit Date:\*\* (\S+)$")


class StatusError(Exception):
    """What keeps the command from doing what was asked; one line."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command."""

    form: str
    """The format."""
    output: Path | None = None
    """Where to write it."""
    committed: Path | None = None
    """The file to compare with."""
    record: bool = False
    """Whether the history is written."""
    since: str | None = None
    """The commit to compare with."""
    date: str | None = None
    """The day to write."""
    explicit: Path | None = None
    """The configuration that holds everywhere."""


@dataclass(slots=True)
class Done:
    """What the command line has to say."""

    text: str = ""
    """For standard output."""
    messages: list[tuple[str, str]] = field(default_factory=list)
    """For standard error: level and line."""
    outdated: bool = False
    """Whether the committed file is out of date."""
    complete: bool = True
    """False when a part of the analysis failed."""


def produce(root: Path, configs: Config | Configs, asked: Asked, progress: Progress | None = None) -> Done:
    """Measure the repository and do what was asked. Raises :class:`StatusError` and :class:`~lint430.status.history.HistoryError`."""
    if asked.date is not None and not _is_day(asked.date):
        raise StatusError(f"`{asked.date}` is no day: write it as 2025-12-10")
    if asked.form == "badge" and asked.output is not None and asked.output.suffix == ".json":
        raise StatusError("`--output` names the badge's SVG; the endpoint's JSON is written beside it")
    if asked.committed is not None and asked.form not in ("markdown", "json"):
        raise StatusError(f"`--check` has no `{asked.form}` format: check the document, or the JSON")
    committed = None if asked.committed is None else _committed(asked.committed)
    done = Done()
    outcome = run(root, configs, options=Options(progress=progress))
    _tell(outcome, done)
    head = commit_of(root)
    date = asked.date or (None if head is None else head.date)
    commit = None if head is None else head.id
    if committed is not None:
        # The commit that brings the document is younger than what it was written from: its own day is no reason to call it stale.
        dated = _dated(committed, asked.form)
        date, commit = asked.date or dated.get("date", date), dated.get("commit", commit)
    settings = configs.for_path("").status
    measured = measure(outcome, settings, date, commit)
    suites, features = [row.suite.path for row in measured.rows], [feature.name for feature in measured.features]
    for key, named, known, lacks in (
        ("suites", settings.suites, suites, ", where there is no integration suite"),
        ("mocks-order", settings.mocks_order, suites, ", where there is no integration suite"),
        ("features", settings.features, features, ", of which there is no E2E spec"),
    ):
        for name in named:
            if name not in known:
                near = nearest(name, known)
                hint = f"; did you mean `{near}`?" if near else ""
                done.messages.append(("warning", f"`status.{key}` names `{name}`{lacks}{hint}"))
    since = None if asked.since is None else _since(root, configs, asked, measured, done)
    if asked.record:
        # First, so that a page's trends end with this commit.
        _record(root, measured, outcome, done)
    past = points(_history(root)) if asked.form == "html" else []
    text = _render(asked.form, measured, since, past)
    if committed is not None and asked.committed is not None:
        done.text = _diff(committed, text, str(asked.committed))
        done.outdated = bool(done.text)
    elif asked.output is None:
        done.text = text
    if asked.output is not None:
        if asked.form == "badge":
            from lint430.status.badge import endpoint

            write_whole(asked.output.with_suffix(".json"), endpoint(measured))
        write_whole(asked.output, text)
    return done


def _tell(outcome: Outcome, done: Done) -> None:
    for failure in outcome.failures:
        done.messages.append(("error", f"{failure}; the rest was measured"))
    done.complete = done.complete and outcome.run.complete


def _since(root: Path, configs: Config | Configs, asked: Asked, after: Status, done: Done) -> Comparison:
    """Measure the repository as it was in a commit, by that commit's own configuration, and compare."""
    revision = asked.since or ""
    try:
        with Revision(root, revision) as then:
            old = configs if isinstance(configs, Config) else Configs(root, asked.explicit, then.content)
            outcome = run_state(then, old)
            before = measure(outcome, old.for_path("").status, then.commit.date, then.commit.id)
            if then.lacks_some:
                raise StatusError(f"`{revision}`: {LACKING}")
    except ConfigError as error:
        raise StatusError(f"at `{revision}`: {error}") from None
    except (RevisionError, OSError) as error:
        raise StatusError(str(error)) from None
    _tell(outcome, done)
    return compare(before, after, revision)


def _render(form: str, status: Status, since: Comparison | None, past: list[Point]) -> str:
    # Only the engine that the format needs is imported.
    if form == "html":
        from lint430.status import html

        return html.render(status, since, past)
    if form == "json":
        from lint430.status import json as document

        return document.render(status, since)
    if form == "text":
        from lint430.status import text

        return text.render(status, since)
    if form == "badge":
        from lint430.status import badge

        return badge.render(status)
    from lint430.status import markdown

    return markdown.render(status, since)


def _record(root: Path, status: Status, outcome: Outcome, done: Done) -> None:
    """Write the commit's line, unless the numbers are not whole."""
    if not done.complete:
        done.messages.append(("error", "nothing was recorded, as the numbers are not complete"))
        return
    text = _history(root)
    written = recorded(text, status)
    # What is no longer there has no role; documents and the history itself have one that does not matter.
    if any(outcome.roles.get(path) is not Role.OTHER for path in uncommitted(root)):
        done.messages.append(("warning", f"the numbers recorded for {(status.commit or '')[:12]} include changes that are not committed"))
    if written != text:
        write_whole(root / PLACE, written)


def _history(root: Path) -> str:
    place = root / PLACE
    try:
        return place.read_text(encoding="utf-8") if place.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise HistoryError(f"`{PLACE}` cannot be read: {error}") from None


def _is_day(text: str) -> bool:
    try:
        return day.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _committed(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise StatusError(f"`{path}` cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _dated(text: str, form: str) -> dict[str, str | None]:
    """Give the day and the commit that a committed file stands for, as far as it says so."""
    if form == "markdown":
        found = _AUDITED.search(text)
        return {} if found is None else {"date": found[1]}
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    said = {} if not isinstance(document, dict) else document
    return {key: said[key] for key in ("date", "commit") if key in said and isinstance(said[key], str | None)}


def _diff(committed: str, text: str, name: str) -> str:
    lines = difflib.unified_diff(committed.splitlines(), text.splitlines(), name, "lint430 status", lineterm="")
    found = "".join(f"{line}\n" for line in lines)
    return found or ("" if committed == text else f"--- {name}\n+++ lint430 status\n(line ends differ)\n")
