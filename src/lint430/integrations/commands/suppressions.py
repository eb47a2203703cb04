"""The ``suppressions`` command: the comments that silence findings, and how old they are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lint430.integrations.completion import Checks
from lint430.integrations.console import Bar, Group, troubles, write
from lint430.integrations.options import CONFIG, NO_CONFIG, PROGRESS
from lint430.integrations.target import configs_of, root_of, selectors

if TYPE_CHECKING:
    from lint430.repository.blame import Authorship
    from lint430.suppression import Suppression

Row = tuple["Suppression", "Authorship | None"]


@click.group(cls=Group)
def command() -> None:
    """Look after the comments that silence findings."""


@command.command(name="list")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How they are shown.")
@click.option("--select", multiple=True, type=Checks(), metavar="CODES", help="Only those that name these codes, prefixes or names.")
@click.option("--sort", type=click.Choice(["path", "age"]), default="path", show_default=True, help="By place, or the oldest first.")
@click.option("--age/--no-age", default=True, help="Ask git who wrote each of them, and when.")
@CONFIG
@NO_CONFIG
@PROGRESS
def show(paths: tuple[str, ...], config: Path | None, no_config: bool, **asked: Any) -> int:
    """List the suppressions of the repository, or of the given PATHS: what each silences, since when, and why.

    A bare `noqa` belongs to other tools too, and is listed where it silences something.
    """
    from lint430.engine import Options, run
    from lint430.repository.blame import authorship

    root = root_of(paths)
    chosen = selectors("--select", asked["select"])
    bar = Bar(asked["progress"])
    try:
        outcome = run(root, configs_of(root, config, no_config), paths, Options(use_baseline=False, progress=bar), Path.cwd())
    finally:
        bar.close()
    found = [one for one in outcome.suppressions if _is_asked_for(one, chosen)]
    lines: dict[str, list[int]] = {}
    for one in found:
        lines.setdefault(one.path, []).append(one.line)
    content = {file.path: file.data for file in outcome.files}
    known = authorship(root, lines, content.get) if asked["age"] else {}
    rows: list[Row] = [(one, known.get((one.path, one.line))) for one in found]
    if asked["sort"] == "age":
        rows.sort(key=lambda row: row[1].date if row[1] is not None and row[1].date is not None else date.max)
    write(_json(rows) if asked["form"] == "json" else _text(rows))
    return troubles(outcome, "the rest is listed")


def _is_asked_for(one: Suppression, chosen: Sequence[str]) -> bool:
    from lint430 import registry
    from lint430.config import matches

    codes = list(one.used) if one.blanket else list(one.codes)
    return bool(codes) and (not chosen or any(matches(word, code, registry.names()[code]) for word in chosen for code in codes))


def _state(one: Suppression, code: str) -> str:
    """Say whether a name is of use: ``unknown`` where its check did not look, or did not see everything."""
    return "used" if code in one.used else "unused" if code in one.unused else "unknown"


def _json(rows: Sequence[Row]) -> str:
    import json

    from lint430 import registry

    listed = [
        {
            "path": one.path,
            "line": one.line,
            "scope": "file" if one.covers is None else "line",
            "kind": "lint430" if one.comment.text.startswith("lint430", one.start) else "noqa",
            "checks": [
                {"code": code, "name": registry.names()[code], "silences": one.used[code], "state": _state(one, code)}
                for code in (one.used if one.blanket else one.codes)
            ],
            "reason": one.reason,
            "age": None if told is None else _age(told),
        }
        for one, told in rows
    ]
    return json.dumps({"version": 1, "suppressions": listed}, indent=2) + "\n"


def _age(told: Authorship) -> dict[str, Any]:
    return {
        "state": told.state,
        "author": told.author or None,
        "date": None if told.date is None else told.date.isoformat(),
        "days": _days(told),
        "commit": told.commit or None,
    }


def _days(told: Authorship) -> int | None:
    return None if told.date is None else max(0, (datetime.now(UTC).date() - told.date).days)


def _text(rows: Sequence[Row]) -> str:
    from lint430 import registry
    from lint430.terminal import visible

    blocks = []
    for one, told in rows:
        codes = list(one.used) if one.blanket else list(one.codes)
        named = [f"{code} {registry.names()[code]}: {_use(one, code)}" for code in codes]
        parts = [f"{visible(one.path)}:{one.line}{' (whole file)' if one.covers is None else ''}", *named]
        parts.append(f"reason: {visible(' '.join(one.reason.split()))}" if one.reason else "no reason given")
        if told is not None:
            parts.append(visible(_since(told)))
        blocks.append("\n    ".join(parts) + "\n")
    unused = sum(bool(one.unused) for one, _ in rows)
    bare = sum(one.reason is None for one, _ in rows)
    return "".join(blocks) + f"{len(rows)} suppression{'' if len(rows) == 1 else 's'}, {unused} unused, {bare} without a reason.\n"


def _use(one: Suppression, code: str) -> str:
    if one.used[code]:
        return f"silences {one.used[code]} finding{'' if one.used[code] == 1 else 's'}"
    return "silences nothing" if code in one.unused else "not judged here"


def _since(told: Authorship) -> str:
    if told.state == "uncommitted":
        return "not committed yet"
    if told.date is None:
        return f"of unknown age{f', by {told.author}' if told.author else ''}"
    days = _days(told)
    ago = f"{days} day{'' if days == 1 else 's'}"
    if told.state == "older":
        return f"older than {told.date} ({ago}): the history ends there"
    return f"since {told.date} ({ago}), by {told.author}"
