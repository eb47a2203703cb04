"""The two sides of a change as repositories to check: what is there now, and the same with the change taken back."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lint430.config import Config, Configs
from lint430.repository.changes import Change, Changes
from lint430.repository.discover import Discovery, Entry, discover, kept
from lint430.repository.reading import Reader, Unreadable, first_bytes, judged, read
from lint430.repository.revision import EXECUTABLE, LINK, followed, led


class State(Reader, Protocol):
    """Files below a root: on disk, in the index, in a commit, or before a change."""

    @property
    def root(self) -> Path:
        """The repository root."""

    def discovery(self, configs: Config | Configs) -> Discovery:
        """List them."""
        ...

    def content(self, path: str) -> bytes | None:
        """Give what a file holds, or the one that a link leads to; None where there is none."""
        ...

    def target(self, path: str) -> str | None:
        """Give where a link leads, from the root; None for what is no link."""
        ...

    def holds(self, path: str) -> bool:
        """Tell whether there is such a file."""
        ...


@dataclass(frozen=True, slots=True)
class WorkingTree:
    """The files on disk."""

    root: Path
    """The repository root."""

    def discovery(self, configs: Config | Configs) -> Discovery:
        """List them."""
        return discover(self.root, configs)

    def read(self, entry: Entry, max_bytes: int) -> bytes | Unreadable:
        """Read the content of an entry, or say why that cannot be done."""
        return read(self.root, entry, max_bytes)

    def first_bytes(self, entry: Entry) -> bytes:
        """Read the beginning of a file; empty where it cannot be read."""
        return first_bytes(self.root, entry)

    def content(self, path: str) -> bytes | None:
        """Give what a file holds, or the one that a link leads to; None where there is none."""
        full = self.root / path
        try:
            return full.read_bytes() if full.is_file() else None
        except OSError:
            return None

    def target(self, path: str) -> str | None:
        """Give where a link leads, from the root; None for what is no link."""
        full = self.root / path
        return led(path, os.fspath(full.readlink())) if full.is_symlink() else None

    def holds(self, path: str) -> bool:
        """Tell whether there is such a file."""
        full = self.root / path
        return os.path.lexists(full) and (full.is_symlink() or not full.is_dir())


class Before:
    """A state with a change taken back: what the change left alone is read from the state, so that both sides agree on it."""

    def __init__(self, state: State, changes: Changes, old: Callable[[Change], bytes | None]) -> None:
        """Take the state as it is now, what changed, and what gives a file's content before."""
        self.root = state.root
        self._state = state
        self._old = old
        self._gone = {change.new for change in changes.all if change.new is not None}
        self._back = {change.old: change for change in changes.all if change.old is not None}

    def discovery(self, configs: Config | Configs) -> Discovery:
        """List the files there were."""
        now = self._state.discovery(configs)
        entries = {entry.path: entry for entry in now.entries}
        found = {path: entry for path, entry in entries.items() if path not in self._gone and not self._led(entry)}
        for path in kept(self._back, configs):
            change = self._back[path]
            if not self._was_link(change):
                same = entries.get(change.new or "")
                runs = change.old_mode == EXECUTABLE if change.old_mode else same is not None and same.executable
                found[path] = Entry(path, executable=runs)
        listed = [found[path] for path in sorted(found)]
        return Discovery(listed, [entry.path for entry in listed])

    def content(self, path: str) -> bytes | None:
        """Give what a file held, or the one that a link led to; None where there was none."""
        path = followed(path, self.target) or ""
        change = self._back.get(path)
        if change is not None:
            return self._old(change)
        return None if path in self._gone else self._state.content(path)

    def target(self, path: str) -> str | None:
        """Give where a link led, from the root; None for what was no link."""
        change = self._back.get(path)
        if change is None:
            return None if path in self._gone else self._state.target(path)
        if not self._was_link(change):
            return None
        return led(path, os.fsdecode(self._old(change) or b"")) if change.blob else self._state.target(change.new or "")

    def _was_link(self, change: Change) -> bool:
        """Tell whether a path was a link; of one that only has a new name git does not tell."""
        return change.old_mode == LINK or (not change.old_mode and change.new is not None and self._state.target(change.new) is not None)

    def _led(self, entry: Entry) -> bool:
        """Tell whether a link that leads nowhere led to what the change took away."""
        target = self._state.target(entry.path) if entry.kind == "broken-link" else None
        return target is not None and any(path == target or path.startswith(f"{target}/") for path in self._back)

    def holds(self, path: str) -> bool:
        """Tell whether there was such a file."""
        return path in self._back or (path not in self._gone and self._state.holds(path))

    def read(self, entry: Entry, max_bytes: int) -> bytes | Unreadable:
        """Read the content of an entry, or say why that cannot be done."""
        if entry.path not in self._back:
            return self._state.read(entry, max_bytes)
        data = self._old(self._back[entry.path])
        return Unreadable("failed", "not among git's objects") if data is None else judged(data, max_bytes)

    def first_bytes(self, entry: Entry) -> bytes:
        """Read the beginning of a file; empty where it cannot be read."""
        if entry.path not in self._back:
            return self._state.first_bytes(entry)
        return (self._old(self._back[entry.path]) or b"")[:256]
