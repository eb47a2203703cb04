"""Asks git, in a way that runs nothing a repository's own settings name and writes nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from lint430.repository.discover import GIT_VARIABLES

_STRAY = (*GIT_VARIABLES, "GIT_DIFF_OPTS", "GIT_EXTERNAL_DIFF", "GIT_ATTR_SOURCE", "GIT_NAMESPACE")
"""Variables that would lead a command to another repository, or change what it prints."""


LACKING = "this partial clone lacks files of it, and nothing is fetched here; `git fetch --refetch --no-filter` gets them all"
"""What is said where an object would have to be fetched."""


class GitError(Exception):
    """What git answers when it cannot; one line."""


def command(*arguments: str) -> list[str]:
    """Give a command line; a file system monitor that a repository's own settings name is not run."""
    return ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments]


def environment() -> dict[str, str]:
    """Give the variables for git: none of a surrounding one, no lock taken, nothing fetched."""
    kept = {name: value for name, value in os.environ.items() if name not in _STRAY}
    # Versions before 2.45 know only the second of the two that keep a partial clone from fetching what it lacks.
    return kept | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}


def ask(root: Path, *arguments: str, more: Mapping[str, str] | None = None, given: bytes = b"") -> bytes:
    """Give what a command prints, ``given`` on its standard input. Raises :class:`GitError` with what it says it failed of."""
    try:
        done = subprocess.run(
            command(*arguments), cwd=root, env=environment() | dict(more or {}), capture_output=True, input=given, check=False
        )
    except (OSError, ValueError) as error:
        raise GitError(f"git cannot be run: {getattr(error, 'strerror', None) or error}") from None
    if done.returncode != 0:
        raise GitError(_reason(done.stderr.decode("utf-8", "replace")) or f"exit code {done.returncode}")
    return done.stdout


def _reason(said: str) -> str:
    """Find the line that says what went wrong, be there warnings before it."""
    if "promisor remote" in said:
        return LACKING
    lines = [line for line in said.splitlines() if line.strip()]
    first = next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[0] if lines else "")
    return first.removeprefix("fatal: ").removeprefix("error: ")


def answer(root: Path, *arguments: str) -> str | None:
    """Give the one line that a command prints; None where it fails or prints nothing."""
    printed = told(root, *arguments)
    return os.fsdecode(printed or b"").rstrip("\n") or None


def told(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """Give what a command prints; None where it fails, or where there is no git."""
    try:
        return ask(root, *arguments, given=given)
    except GitError:
        return None


def without_filters(root: Path) -> dict[str, str]:
    """Give the variables that switch off the programs by which contents are converted (``filter.<name>.clean``)."""
    listed = answer(root, "config", "-z", "--name-only", "--get-regexp", r"^filter\.")
    names = sorted({name.rpartition(".")[0] for name in (listed or "").split("\0") if name})
    settings = [(f"{name}.{key}", value) for name in names for key, value in (("clean", ""), ("process", ""), ("required", "false"))]
    first = int(count) if (count := os.environ.get("GIT_CONFIG_COUNT", "0")).isdecimal() else 0
    found = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for number, (name, value) in enumerate(settings, first):
        found |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return found
