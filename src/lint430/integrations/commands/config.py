"""The ``config`` command: settings shown and verified."""

from __future__ import annotations

import os
from pathlib import Path

import click

from lint430.integrations.console import CLEAN, USAGE, Group, complain, write
from lint430.integrations.target import configs_of, every_config, root_of, settings_text


@click.group(cls=Group)
def command() -> None:
    """Show and verify the settings."""


@command.command(name="show")
@click.argument("path", default=".", type=click.Path())
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How they are shown.")
def show(path: str, config: Path | None, form: str) -> int:
    """Show the settings that hold for PATH, and where each comes from."""
    root = root_of([path])
    relative = os.path.relpath(os.path.realpath(path), root).replace(os.sep, "/")
    inside = "" if relative == "." else f"{relative}/" if os.path.isdir(path) else relative
    found = configs_of(root, config, False).for_path(inside)
    if form == "json":
        import json

        from lint430.config import resolved

        document = {key: {"value": value, "source": found.sources.get(key, "default")} for key, value in resolved(found).items()}
        write(json.dumps(document, indent=2) + "\n")
    else:
        write(settings_text(found))
    return CLEAN


@command.command(name="verify")
@click.argument("path", default=".", type=click.Path())
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Verify this configuration.")
def verify(path: str, config: Path | None) -> int:
    """Verify every configuration of the repository that PATH lies in."""
    from lint430 import registry
    from lint430.config import unknown_selectors

    root = root_of([path])
    found = every_config(root, configs_of(root, config, False))
    unknown = [entry for one in found for entry in unknown_selectors(one, registry.names())]
    for entry in unknown:
        complain(str(entry))
    if unknown:
        return USAGE
    spoken = [one for one in found if not one.is_default]
    files = sorted({place.rpartition(":")[0] for one in spoken for place in one.sources.values() if place != "default"})
    write("".join(f"{file}: valid\n" for file in files) or "no configuration file: the defaults hold\n")
    return CLEAN


@command.command(name="schema")
def print_schema() -> int:
    """Print the JSON schema of the configuration file."""
    import json

    from lint430.config import schema

    write(json.dumps(schema(), indent=2) + "\n")
    return CLEAN
