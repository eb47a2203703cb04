"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from lint430.integrations.completion import Checks

SELECT = click.option(
    "--select",
    multiple=True,
    type=Checks(),
    metavar="CODES",
    help="Check only these codes, prefixes or names (comma-separated, repeatable).",
)
IGNORE = click.option("--ignore", multiple=True, type=Checks(), metavar="CODES", help="Leave these out.")
CONFIG = click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration for every file.")
NO_CONFIG = click.option("--no-config", is_flag=True, help="Use no configuration file.")
PROGRESS = click.option("--progress/--no-progress", default=None, help="Show a progress bar; by default on a terminal, for long runs.")
