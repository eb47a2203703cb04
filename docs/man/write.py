"""Writes the manual page beside it, ``lint430.1``, from the commands' own help."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import click

from lint430 import __version__
from lint430.integrations.cli import cli

PLACE = Path(__file__).with_name("lint430.1")
RELEASED = "2026-11-24"
"""The day of the version; without one a page has no date, which readers of pages warn about."""
HEAD = r"""
.SH NAME
lint430 \- finds the code that behaves differently under test
.SH SYNOPSIS
.B lint430
.RI [ options ]
.I command
.RI [ arguments ]
.SH DESCRIPTION
lint430 reads Python, TypeScript, JavaScript, Go and Bash, and the manifests
around them, and reports what depends on the mode that integration tests run in:
branches in application code, skipped tests, other assertions and selections.
It follows the mode from the variable to the branch through functions and files,
and never runs what it reads.
.PP
The checks are listed by
.BR "lint430 checks" ,
and each is explained by
.BR "lint430 explain" .
"""
TAIL = r"""
.SH EXIT STATUS
.TP
.B 0
Nothing at or above the level of \-\-fail\-on.
.TP
.B 1
Findings; a status document that is out of date; something to fix in a preview.
.TP
.B 2
Wrong usage or configuration.
.TP
.B 3
Nothing to check.
.TP
.B 4
An internal error: the analysis is incomplete.
.SH ENVIRONMENT
.TP
.BR NO_COLOR ", " FORCE_COLOR ", " CLICOLOR ", " CLICOLOR_FORCE
Whether to colour, where \-\-color leaves it open.
.TP
.B LINT430_DEBUG
Show where an internal error comes from.
.SH FILES
.TP
.IR lint430.toml ", " pyproject.toml
The configuration, in the root of the repository and in folders below; see
.BR "lint430 config schema" .
.SH EXAMPLES
.TP
.B lint430 check services/billing
Check a part of the repository, with the rest behind it.
.TP
.B lint430 check \-\-fix
Take out suppressions that silence nothing.
.TP
.B lint430 suppressions list \-\-sort age
List what is suppressed, the oldest first.
"""


def main() -> None:
    """Write the page."""
    PLACE.write_text(page(), encoding="utf-8")


def page() -> str:
    """Give the manual page."""
    context = click.Context(cli, info_name="lint430", **cli.context_settings)
    parts = [f'.TH LINT430 1 {RELEASED} "lint430 {__version__}" "User Commands"', HEAD.strip(), ".SH OPTIONS", *_options(context)]
    parts += [".SH COMMANDS", *_commands(context), TAIL.strip()]
    return "\n".join(parts) + "\n"


def _commands(context: click.Context) -> list[str]:
    parts = []
    group = context.command
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            parts += _commands(inner)
            continue
        usage = " ".join(command.collect_usage_pieces(inner))
        title = inner.command_path.removeprefix("lint430 ")
        parts += [f".SS {_text(title)}", f".B {_text(inner.command_path)}", _text(usage)]
        parts += [line for text in (command.help, command.epilog) if text for line in _prose(text)]
        parts += _options(inner)
    return parts


def _options(context: click.Context) -> list[str]:
    parts = []
    own = context.command.params if context.parent else context.command.get_params(context)
    for parameter in own:
        record = parameter.get_help_record(context) if isinstance(parameter, click.Option) else None
        if record is not None:
            parts += [".TP", f".B {_text(record[0])}", *_wrapped(record[1])]
    return parts


def _prose(text: str) -> list[str]:
    parts: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        parts.append(".PP")
        if paragraph.startswith("\b"):
            # click's mark for lines that stay as they are.
            parts += [".nf", *map(_text, paragraph.strip("\b\n").splitlines()), ".fi"]
        else:
            parts += _wrapped(paragraph)
    return parts


def _wrapped(text: str) -> list[str]:
    return [_text(line) for line in textwrap.wrap(" ".join(text.split()), 60, break_long_words=False, break_on_hyphens=False)]


def _text(text: str) -> str:
    """Write a line of text so that nothing in it is an instruction."""
    written = text.replace("\\", "\\e").replace("-", "\\-").replace("`", "\\(ga").replace("'", "\\(aq").replace("~", "\\(ti")
    return f"\\&{written}" if written.startswith(".") else written


if __name__ == "__main__":
    main()
