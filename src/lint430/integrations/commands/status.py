"""The ``status`` command: a row per suite, as documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from lint430.integrations.console import CLEAN, FINDINGS, INTERNAL, Bar, complain, write
from lint430.integrations.options import CONFIG, NO_CONFIG, PROGRESS
from lint430.integrations.target import configs_of, root_of

_FORMS = {".json": "json", ".html": "html", ".svg": "badge", ".txt": "text"}
"""What a status is written as, by the suffix of its file."""


@click.command()
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
@CONFIG
@NO_CONFIG
@PROGRESS
def command(form: str | None, schema: bool, config: Path | None, no_config: bool, progress: bool | None, **asked: Any) -> int:
    """Measure every integration suite of the repository, and write its status.

    Exit codes: 0 written, 1 the file given to --check is out of date, 2 bad usage or configuration, 4 internal error.
    """
    if schema:
        from lint430.status import json as document

        write(document.schema())
        return CLEAN
    named = asked["committed"] or asked["output"]
    form = form or ("markdown" if named is None else _FORMS.get(named.suffix, "markdown"))
    from lint430.integrations.status import Asked, StatusError, produce
    from lint430.integrations.writing import WriteError
    from lint430.status.history import HistoryError

    root = root_of(())
    bar = Bar(progress)
    try:
        done = produce(root, configs_of(root, config, no_config), Asked(form, explicit=config, **asked), bar)
    except (StatusError, HistoryError, WriteError) as error:
        raise click.UsageError(str(error)) from None
    finally:
        bar.close()
    for level, message in done.messages:
        complain(message, level)
    if done.text:
        write(done.text)
    return INTERNAL if not done.complete else FINDINGS if done.outdated else CLEAN
