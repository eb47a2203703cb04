"""What files look like from outside, so that a later process can tell whether a run's result still holds."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from lint430.config import Config, Configs
from lint430.repository.discover import Discovery, Entry
from lint430.repository.reading import Disk, Unreadable

YOUNG = 2_000_000_000
"""Nanoseconds within which a second change may leave a file's times as they are: the coarsest clock of a file system in use."""


class Stamps:
    """The files of a repository at one moment: kind, mode, size and times."""

    def __init__(self, root: Path, found: Discovery, beyond: Iterable[str], now: int) -> None:
        """Look at the discovered files and at some more; ``now`` is the time just before, in nanoseconds."""
        top = os.fspath(root)
        kinds = dict.fromkeys((*found.paths, *beyond), "") | {entry.path: entry.kind for entry in found.entries}
        self._digest = hashlib.sha256()
        self.recent: set[str] = set()
        """What was changed so shortly before that it may change again unseen."""
        for path in sorted(kinds):
            seen: tuple[int, ...] = ()
            try:
                there = os.lstat(f"{top}/{path}")
            except (OSError, ValueError):
                there = None
            # A folder's times are moved by files that are nobody's.
            if there is not None and not stat.S_ISDIR(there.st_mode):
                # Whoever sets a file's time back still moves the time of that change.
                seen = (there.st_mode, there.st_size, there.st_mtime_ns, there.st_ctime_ns)
                if max(there.st_mtime_ns, there.st_ctime_ns) >= now - YOUNG:
                    self.recent.add(path)
            self._digest.update(f"{path}\0{kinds[path]}\0{seen}\n".encode("utf-8", "surrogateescape"))

    def state(self, tool: str, configs: Configs) -> str:
        """Give the digest of all of them, of what the configurations say, and of the tool."""
        whole = self._digest.copy()
        for path, data in sorted(configs.files.items()):
            whole.update(f"\n{path}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        whole.update(b"\n" + tool.encode())
        return whole.hexdigest()


class Watched:
    """Reads from a folder and remembers what it was asked for."""

    def __init__(self, disk: Disk, recent: Collection[str] = ()) -> None:
        """Remember the digests of the ``recent`` ones, too."""
        self._disk = disk
        self._recent = recent
        self.asked: set[str] = set()
        """Every path."""
        self.digests: dict[str, str] = {}
        """What the recent ones held."""

    def read(self, entry: Entry, max_bytes: int) -> bytes | Unreadable:
        """Read the content of an entry, or say why that cannot be done."""
        data = self._disk.read(entry, max_bytes)
        self.asked.add(entry.path)
        if entry.path in self._recent:
            self.digests[entry.path] = _digest(data)
        return data

    def first_bytes(self, entry: Entry) -> bytes:
        """Read the beginning of a file; empty where it cannot be read."""
        head = self._disk.first_bytes(entry)
        self.asked.add(entry.path)
        if entry.path in self._recent:
            self.digests[f"{entry.path}\0"] = _digest(head)
        return head


def unchanged(root: Path, configs: Config | Configs, digests: Mapping[str, str]) -> bool:
    """Tell whether files still hold what :class:`Watched` read of them."""
    disk = Disk(root)
    for key, digest in digests.items():
        path = key.removesuffix("\0")
        data = disk.read(Entry(path), configs.for_path(path).max_bytes) if key == path else disk.first_bytes(Entry(path))
        if _digest(data) != digest:
            return False
    return True


def _digest(data: bytes | Unreadable) -> str:
    return f"unreadable: {data.kind}" if isinstance(data, Unreadable) else hashlib.sha256(data).hexdigest()
