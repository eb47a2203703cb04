"""Reporters: one module per format, each with ``render(run, *, color, width, links) -> str``. A folder is the registry."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any, Protocol, cast

from lint430.model import Run


class Reporter(Protocol):
    """Turns a run into text; ``color`` and ``links`` are for terminals, ``width`` is in columns."""

    def __call__(self, run: Run, *, color: bool, width: int, links: bool) -> str:
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
