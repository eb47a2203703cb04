"""The ``explain`` command: the page of a check."""

from __future__ import annotations

import sys

import click

from lint430.integrations.completion import Checks
from lint430.integrations.console import CLEAN, hint, write


@click.command()
@click.argument("check", type=Checks(), metavar="CODE|NAME")
def command(check: str) -> int:
    """Show the page of a check."""
    from lint430 import pages, registry
    from lint430.config import nearest

    entry = registry.find(check)
    if entry is None:
        known = registry.names()
        raise click.UsageError(f"unknown check `{check}`{hint(nearest(check, [*known, *known.values()]))}; `lint430 checks` lists them")
    text = pages.read(entry).text
    if not text:
        raise click.ClickException(f"the page of {entry.check.code} is not installed")
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        write(text if text.endswith("\n") else text + "\n")
    return CLEAN
