"""What git stores as a repository to check, a commit first of all: read from its objects, without a checkout."""

from __future__ import annotations

import os
import posixpath
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from lint430.config import Config, Configs
from lint430.repository.discover import Discovery, Entry, kept
from lint430.repository.git import command, environment, told
from lint430.repository.reading import Unreadable, judged

LINK, MODULE, EXECUTABLE = "120000", "160000", "100755"
"""Modes of a link, of a submodule, and of a file whose execute bit is set."""
_LINKS = 40
"""Links that follow each other at most, as on disk."""
_UNREADABLE = Unreadable("failed", "not among git's objects")


class RevisionError(Exception):
    """A revision that cannot be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit by its name and its day."""

    id: str
    """The full hash."""
    date: str
    """The committer's day, as ``2025-12-10``."""


def commit_of(root: Path, revision: str = "HEAD") -> Commit | None:
    """Give the commit that a revision names; None where there is none, or no git."""
    # A name that starts with a hyphen is a name, never an option.
    named = ["--end-of-options", f"{revision}^{{commit}}"]
    if ".." in revision and told(root, "rev-parse", "--verify", "--quiet", *named) is None:
        # `main..topic` names many; the log would take it for its last one.
        return None
    asked = ["log", "-1", "--no-show-signature", "--format=%H %cs", *named, "--"]
    name, _, date = (told(root, *asked) or b"").decode("ascii", "replace").strip().partition(" ")
    return Commit(name, date) if name and date else None


def uncommitted(root: Path) -> list[str]:
    """List the files of a repository that are not as in its last commit."""
    done = told(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all")
    return [os.fsdecode(entry[3:]) for entry in (done or b"").split(b"\0") if entry]


def _is_shallow(root: Path) -> bool:
    return (told(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


class Objects:
    """Hands out git's objects; a context manager, as it keeps a process."""

    def __init__(self, root: Path, names: Iterable[str] = ()) -> None:
        """Start the process in a repository root; ``names`` are those of the objects that may be asked for, as far as they are known."""
        self._top = root
        self._names = names
        self._absent: frozenset[str] = frozenset()
        self._process = self._started()
        self.lacks_some = False
        """Whether an object was asked for that is not there."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.communicate()

    def object(self, name: str) -> bytes | None:
        """Give the content of an object; None where it is not there: a partial clone."""
        header = [] if name in self._absent else self._asked(name)
        if len(header) != 3 or self._process.stdout is None:
            self.lacks_some = True
            return None
        data = self._process.stdout.read(int(header[2]))
        self._process.stdout.read(1)
        return data

    def _started(self) -> subprocess.Popen[bytes]:
        asked = command("cat-file", "--batch")
        # It complains of an object that is not there; whoever asked for it knows what that means.
        return subprocess.Popen(
            asked, cwd=self._top, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def _asked(self, name: str) -> list[bytes]:
        given, taken = self._process.stdin, self._process.stdout
        if given is None or taken is None:
            return []
        given.write(f"{name}\n".encode("ascii"))
        given.flush()
        header = taken.readline()
        if not header:
            # In a partial clone git ends at an object that it would have to fetch. Which others it lacks is asked once.
            self._process.communicate()
            self._absent |= {name, *self._not_there()}
            self._process = self._started()
        return header.split()

    def _not_there(self) -> set[str]:
        names = set(self._names)
        listed = "\n".join(sorted(names)).encode("ascii")
        asked = ("rev-list", "--objects", "--no-object-names", "--no-walk", "--missing=allow-any", "--ignore-missing", "--stdin")
        found = told(self._top, *asked, given=listed) if names else b""
        return set() if found is None else names - set(found.decode("ascii").split())


class Snapshot(Objects):
    """Files that git stores, by their paths."""

    def __init__(self, root: Path, modes: dict[str, str], objects: dict[str, str]) -> None:
        """Take the mode and the object of every path."""
        super().__init__(root, objects.values())
        self.root = root
        self._modes = modes
        self._objects = objects

    def content(self, path: str) -> bytes | None:
        """Give what a file held, or the one that a link led to; None where there was none."""
        found = self._objects.get(followed(path, self.target) or "")
        return None if found is None else self.object(found)

    def target(self, path: str) -> str | None:
        """Give where a link led, from the root; None for what was no link."""
        if self._modes.get(path) != LINK:
            return None
        return led(path, os.fsdecode(self.object(self._objects[path]) or b""))

    def holds(self, path: str) -> bool:
        """Tell whether there is such a file."""
        return path in self._modes

    def paths(self) -> list[str]:
        """List every file, sorted."""
        return sorted(self._modes)

    def discovery(self, configs: Config | Configs) -> Discovery:
        """List its files, as :func:`lint430.repository.discover.discover` lists those on disk."""
        folders = {folder for path in self._modes for folder in _folders_above(path)}
        entries = []
        for path in kept(self._modes, configs):
            mode = self._modes[path]
            if mode != LINK:
                entries.append(Entry(path, executable=mode == EXECUTABLE))
            elif not self._leads_somewhere(path, folders):
                entries.append(Entry(path, kind="broken-link"))
        return Discovery(entries, [entry.path for entry in entries])

    def read(self, entry: Entry, max_bytes: int) -> bytes | Unreadable:
        """Read the content of an entry, or say why that cannot be done."""
        if entry.kind != "file":
            return Unreadable(entry.kind, "a link that leads nowhere")
        if entry.path not in self._modes:
            return Unreadable("vanished", "not in the commit")
        data = None if self._modes[entry.path] == LINK else self.content(entry.path)
        return _UNREADABLE if data is None else judged(data, max_bytes)

    def first_bytes(self, entry: Entry) -> bytes:
        """Read the beginning of a file; empty where it cannot be read."""
        return (self.content(entry.path) or b"")[:256] if entry.kind == "file" else b""

    def _leads_somewhere(self, path: str, folders: set[str]) -> bool:
        """Tell whether a link's target was in the commit; one that leaves the repository is nobody's to judge."""
        end = followed(path, self.target)
        return end is not None and (end.startswith(("/", "..")) or end in self._modes or end in folders)


class Revision(Snapshot):
    """The files of one commit."""

    def __init__(self, root: Path, name: str) -> None:
        """Find the commit below a repository root and list its files. Raises :class:`RevisionError`."""
        commit = commit_of(root, name)
        if commit is None:
            hint = "; the clone is shallow, and `git fetch --unshallow` brings older commits" if _is_shallow(root) else ""
            raise RevisionError(f"`{name}` is no commit of the repository in `{root}`{hint}")
        self.commit = commit
        asked = command("ls-tree", "-r", "-z", commit.id)
        listed = subprocess.run(asked, cwd=root, env=environment(), capture_output=True, check=False)
        if listed.returncode != 0:
            raise RevisionError(f"`{name}` cannot be listed: {listed.stderr.decode('utf-8', 'replace').strip()}")
        modes, objects = {}, {}
        for record in listed.stdout.split(b"\0"):
            head, _, path = record.partition(b"\t")
            if path:
                mode, _, found = head.decode("ascii").split(" ")
                if mode != MODULE:
                    modes[os.fsdecode(path)] = mode
                    objects[os.fsdecode(path)] = found
        super().__init__(root, modes, objects)


def led(path: str, text: str) -> str:
    """Give the path from the root that the text of a link means; one outside the root starts with ``/`` or ``..``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), text))


def followed(path: str, target: Callable[[str], str | None]) -> str | None:
    """Give the path that a path leads to over links; None where they lead in a circle."""
    for _ in range(_LINKS):
        if (found := target(path)) is None:
            return path
        path = found
    return None


def _folders_above(path: str) -> list[str]:
    found = []
    while path:
        path = path.rpartition("/")[0]
        found.append(path or ".")
    return found
