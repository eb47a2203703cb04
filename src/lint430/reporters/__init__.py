"""Reporters: one module per format, each with ``render(run, view) -> str``. A folder is the registry."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from typing import Any, Protocol, cast

from lint430.model import Run

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


def parts(message: str) -> tuple[str, str]:
    """Part what is wrong from what to do: they are joined by the last semicolon outside code."""
    masked = _CODE_SPAN.sub(lambda found: "x" * len(found[0]), message)
    at = masked.rfind("; ")
    return (message, "") if at < 0 else (message[:at], message[at + 2 :])
