"""Reads lists of requirements: pip's ``requirements.txt`` and Go's ``go.mod``, one option per required package."""

from __future__ import annotations

import re

from lint430.languages.manifest.gather import Gathered
from lint430.model import Span

_REQUIREMENT = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?P<version>[^#]*)")
_GO = re.compile(r"\s*(?:require\s+)?(?P<name>[\w.-]+\.[\w.-]+(?:/[\w.~/-]+)+)\s+(?P<version>v\S+)")


def read(out: Gathered) -> None:
    """Collect what pip is asked to install."""
    _read(out, _REQUIREMENT, "#")


def read_go(out: Gathered) -> None:
    """Collect the modules that a ``go.mod`` requires."""
    _read(out, _GO, "//")


def _read(out: Gathered, pattern: re.Pattern[str], mark: str) -> None:
    for number, line in enumerate(out.source.lines(), 1):
        at = line.find(mark)
        if at >= 0 and (at == 0 or line[at - 1].isspace()):
            column = len(line[:at].encode()) + 1
            out.comment(Span(number, column, number, len(line.encode()) + 1), line[at:], alone=not line[:at].strip())
        match = pattern.match(line if at < 0 else line[:at])
        if match is not None:
            start, end = match.span("name")
            out.option(f"require.{match['name']}", Span(number, start + 1, number, end + 1), match["version"].strip())
