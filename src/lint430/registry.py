"""Finds the checks by listing their folder."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding

Judge = Callable[[FileFlow, Context], Iterator[Finding]]


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
    """Its function; None for the checks about the analysis itself, whose findings the engine makes."""


@functools.cache
def registered() -> tuple[Registered, ...]:
    """List every check, by code."""
    found = []
    for root in importlib.import_module("lint430.checks").__path__:
        for folder in sorted(Path(root).iterdir()):
            if (folder / "check.py").is_file():
                module = importlib.import_module(f"lint430.checks.{folder.name}.check")
                found.append(Registered(module.CHECK, folder.name.replace("_", "-"), folder, getattr(module, "check", None)))
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
