"""Reporters: one module per format, each with ``render(run, view) -> str``. A folder is the registry."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from typing import Any, Protocol, cast

from lint430.model import Finding, Run, Severity

_CODE_SPAN = re.compile(r"`[^`]*`")


@dataclass(frozen=True, slots=True)
class View:
    """How a report is to look, where its format leaves a choice."""

    color: bool = False
    """Whether a terminal shows colours."""
    links: bool = False
    """Whether it shows links."""
    width: int = 120
    """Its columns."""
    show_suppressed: bool = False
    """Whether findings that comments silence are shown too, as such."""
    category: str = ""
    """What distinguishes several analyses of one commit (SARIF)."""
    prefix: str = ""
    """What stands before every path for a host whose own root lies above the repository root; ends with ``/`` unless empty."""
    source: str = ""
    """The web address below which the host shows the files of this commit, without ``/`` at its end; empty where unknown."""
    limit: int | None = None
    """The most bytes a document may have (Markdown); None for any number."""


class Reporter(Protocol):
    """Turns a run into text."""

    def __call__(self, run: Run, view: View) -> str:
        """Give the whole report, ending with a newline unless it is empty."""
        ...


def formats() -> list[str]:
    """List the formats by name."""
    return sorted(info.name for info in pkgutil.iter_modules(__path__))


def reporter(name: str) -> Reporter:
    """Give the reporter of a format."""
    module: Any = importlib.import_module(f"{__name__}.{name}")
    return cast(Reporter, module.render)


def column(run: Run, path: str, line: int, byte_column: int) -> int:
    """Turn a column counted in UTF-8 bytes into one counted in characters, both from 1."""
    lines = run.lines.get(path, ())
    if not 1 <= line <= len(lines):
        return byte_column
    text = lines[line - 1]
    if text.isascii():
        return byte_column
    return len(text.encode("utf-8", "surrogatepass")[: byte_column - 1].decode("utf-8", "ignore")) + 1


def by_level(run: Run) -> list[Finding]:
    """List the findings, the worst level first; within a level in the order of the run."""
    return sorted(run.findings, key=lambda finding: level(finding).rank)


def level(finding: Finding) -> Severity:
    """Give a finding's level; one that nobody stamped is an error."""
    return finding.severity or Severity.ERROR


def count(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def parts(message: str) -> tuple[str, str]:
    """Part what is wrong from what to do: they are joined by the last semicolon outside code."""
    masked = _CODE_SPAN.sub(lambda found: "x" * len(found[0]), message)
    at = masked.rfind("; ")
    return (message, "") if at < 0 else (message[:at], message[at + 2 :])
