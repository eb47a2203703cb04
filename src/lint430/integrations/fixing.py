"""What ``check --fix`` does to the files: writes what was repaired, or shows it as a patch."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lint430.fix.rounds import Repair, repair
from lint430.integrations.console import complain
from lint430.integrations.writing import WriteError, write_whole

if TYPE_CHECKING:
    from lint430.engine import Outcome
    from lint430.model import Finding

Check = Callable[[Mapping[str, bytes]], "Outcome"]
"""Checks the repository with the given files changed."""
_ODD = re.compile(r'[\x00-\x1f\x7f"\\\udc80-\udcff]')
_SHORT = {ord(char): letter for char, letter in zip('\a\b\t\n\v\f\r"\\', 'abtnvfr"\\', strict=True)}


def fix(root: Path, first: Outcome, check: Check) -> Outcome:
    """Fix what a run offers fixes for, each file whole or not at all, and give a run over what is there then."""
    done = _repaired(root, first, check)
    made = []
    for path, data in done.changed.items():
        if _read(root / path) != done.before[path]:
            complain(f"`{path}` was not fixed: it changed meanwhile", "warning")
            continue
        try:
            write_whole(root / path, data)
            made.append(path)
        except WriteError as error:
            complain(str(error), "warning")
    if not made:
        return first
    click.echo(f"lint430: fixed {_count(sum(done.fixed[path] for path in made), 'finding')} in {_count(len(made), 'file')}", err=True)
    return check({})


def preview(root: Path, first: Outcome, check: Check) -> str:
    """Give what :func:`fix` would do as a unified diff that ``git apply`` and ``patch -p1`` take."""
    done = _repaired(root, first, check)
    return "".join(_difference(path, done.before[path], data) for path, data in sorted(done.changed.items()))


def _repaired(root: Path, first: Outcome, check: Check) -> Repair:
    done = repair(_all_of(first), lambda path: _read(root / path), lambda changed: _all_of(check(changed)))
    for path, reason in done.undone.items():
        complain(f"`{path}` was not fixed: {reason}", "warning")
    return done


def _all_of(outcome: Outcome) -> list[Finding]:
    """List what was found; what the baseline holds is to be mended, too."""
    return [*outcome.run.findings, *outcome.run.known]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _difference(path: str, before: bytes, after: bytes) -> str:
    # A line ends with a line feed and nothing else: a form feed inside a line is a part of it.
    old, new = ([f"{line}\n" for line in data.decode().split("\n")] for data in (before, after))
    for lines in (old, new):
        lines[-1] = lines[-1].removesuffix("\n")
        if not lines[-1]:
            lines.pop()
    shown = difflib.unified_diff(old, new, _named("a", path), _named("b", path))
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in shown)


def _named(side: str, path: str) -> str:
    """Write a file's name as git does: quoted where a line or its reader would break, and ended where a blank would end it."""
    name = f"{side}/{path}"
    if _ODD.search(name):
        name = "".join(_escaped(byte) for byte in os.fsencode(name)).join('""')
    return f"{name}\t" if " " in name else name


def _escaped(byte: int) -> str:
    if short := _SHORT.get(byte):
        return f"\\{short}"
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (OSError, ValueError):
        return None
