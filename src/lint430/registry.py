"""Finds the checks by listing their folder."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lint430.flow.context import Context, Repository
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding
from lint430.repository.inventory import Inventory

Judge = Callable[[FileFlow, Context], Iterator[Finding]]
"""Judges one file."""
SuiteJudge = Callable[[Inventory, Context], Iterator[Finding]]
"""Judges one integration suite."""
RepositoryJudge = Callable[[Repository, Context], Iterator[Finding]]
"""Judges what no single file or suite shows."""


@dataclass(frozen=True, slots=True)
class Registered:
    """One check with where it lives."""

    check: Check
    """Its typed facts."""
    name: str
    """Its folder's name with hyphens."""
    folder: Path
    """Its folder, with the README."""
    judge: Judge | None
    """Its ``check``, asked once per file."""
    judge_suite: SuiteJudge | None = None
    """Its ``check_suite``, asked once per suite."""
    judge_repository: RepositoryJudge | None = None
    """Its ``check_repository``, asked once."""

    @property
    def is_about_analysis(self) -> bool:
        """Tell whether the engine makes its findings: it has no function at all."""
        return self.judge is None and self.judge_suite is None and self.judge_repository is None


@functools.cache
def registered() -> tuple[Registered, ...]:
    """List every check, by code."""
    found = []
    for root in importlib.import_module("lint430.checks").__path__:
        for folder in sorted(Path(root).iterdir()):
            if (folder / "check.py").is_file():
                module = importlib.import_module(f"lint430.checks.{folder.name}.check")
                judges = (getattr(module, function, None) for function in ("check", "check_suite", "check_repository"))
                found.append(Registered(module.CHECK, folder.name.replace("_", "-"), folder, *judges))
    return tuple(sorted(found, key=lambda entry: entry.check.code))


@functools.cache
def names() -> Mapping[str, str]:
    """Give every check's name by its code."""
    return {entry.check.code: entry.name for entry in registered()}


def find(word: str) -> Registered | None:
    """Give the check with this code or name; any case."""
    for entry in registered():
        if word.upper() == entry.check.code or word.lower().replace("_", "-") == entry.name:
            return entry
    return None
