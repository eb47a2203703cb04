"""A commit as a repository to check: read from git's objects, without a checkout."""

from __future__ import annotations

import os
import posixpath
import subprocess
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from lint430.config import Config, Configs
from lint430.repository.discover import GIT_VARIABLES, Discovery, Entry, kept
from lint430.repository.reading import Unreadable, judged

_LINK, _MODULE, _EXECUTABLE = "120000", "160000", "100755"
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
    command = ["log", "-1", "--no-show-signature", "--format=%H %cs", "--end-of-options", f"{revision}^{{commit}}", "--"]
    name, _, date = (_asked(root, *command) or b"").decode("ascii", "replace").strip().partition(" ")
    return Commit(name, date) if name and date else None


def uncommitted(root: Path) -> list[str]:
    """List the files of a repository that are not as in its last commit."""
    done = _asked(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all")
    return [os.fsdecode(entry[3:]) for entry in (done or b"").split(b"\0") if entry]


def _is_shallow(root: Path) -> bool:
    return (_asked(root, "rev-parse", "--is-shallow-repository") or b"").strip() == b"true"


def _asked(root: Path, *arguments: str) -> bytes | None:
    """Give what git answers; None where it cannot."""
    try:
        done = subprocess.run(_git(*arguments), cwd=root, env=_environment(), capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except (OSError, ValueError):
        return None
    return done.stdout if done.returncode == 0 else None


class Revision:
    """The files of one commit; a context manager, as it keeps a process that hands out their contents."""

    def __init__(self, root: Path, name: str) -> None:
        """Find the commit below a repository root and list its files. Raises :class:`RevisionError`."""
        commit = commit_of(root, name)
        if commit is None:
            hint = "; the clone is shallow, and `git fetch --unshallow` brings older commits" if _is_shallow(root) else ""
            raise RevisionError(f"`{name}` is no commit of the repository in `{root}`{hint}")
        self.root = root
        self.commit = commit
        self._objects: dict[str, str] = {}
        self._modes: dict[str, str] = {}
        listed = subprocess.run(_git("ls-tree", "-r", "-z", commit.id), cwd=root, env=_environment(), capture_output=True, check=False)
        if listed.returncode != 0:
            raise RevisionError(f"`{name}` cannot be listed: {listed.stderr.decode('utf-8', 'replace').strip()}")
        for record in listed.stdout.split(b"\0"):
            head, _, path = record.partition(b"\t")
            if path:
                mode, _, found = head.decode("ascii").split(" ")
                if mode != _MODULE:
                    self._modes[os.fsdecode(path)] = mode
                    self._objects[os.fsdecode(path)] = found
        self._process = subprocess.Popen(
            _git("cat-file", "--batch"), cwd=root, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def __enter__(self) -> Revision:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.communicate()

    def content(self, path: str) -> bytes | None:
        """Give what a file held; None where there was none."""
        found = self._objects.get(path)
        given, taken = self._process.stdin, self._process.stdout
        if found is None or given is None or taken is None:
            return None
        given.write(f"{found}\n".encode("ascii"))
        given.flush()
        header = taken.readline().split()
        if len(header) != 3:
            # "<object> missing": a partial clone.
            return None
        data = taken.read(int(header[2]))
        taken.read(1)
        return data

    def discovery(self, configs: Config | Configs) -> Discovery:
        """List its files, as :func:`lint430.repository.discover.discover` lists those on disk."""
        folders = {folder for path in self._modes for folder in _folders_above(path)}
        entries = []
        for path in kept(self._modes, configs):
            mode = self._modes[path]
            if mode != _LINK:
                entries.append(Entry(path, executable=mode == _EXECUTABLE))
            elif not self._leads_somewhere(path, folders):
                entries.append(Entry(path, kind="broken-link"))
        return Discovery(entries, [entry.path for entry in entries])

    def read(self, entry: Entry, max_bytes: int) -> bytes | Unreadable:
        """Read the content of an entry, or say why that cannot be done."""
        if entry.kind != "file":
            return Unreadable(entry.kind, "a link that leads nowhere")
        if entry.path not in self._modes:
            return Unreadable("vanished", "not in the commit")
        data = None if self._modes.get(entry.path) == _LINK else self.content(entry.path)
        return _UNREADABLE if data is None else judged(data, max_bytes)

    def first_bytes(self, entry: Entry) -> bytes:
        """Read the beginning of a file; empty where it cannot be read."""
        return (self.content(entry.path) or b"")[:256] if entry.kind == "file" else b""

    def _leads_somewhere(self, path: str, folders: set[str]) -> bool:
        """Tell whether a link's target was in the commit; one that leaves the repository is nobody's to judge."""
        target = os.fsdecode(self.content(path) or b"")
        resolved = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return target.startswith("/") or resolved.startswith("..") or resolved in self._modes or resolved in folders


def _folders_above(path: str) -> list[str]:
    found = []
    while path:
        path = path.rpartition("/")[0]
        found.append(path or ".")
    return found


def _git(*arguments: str) -> list[str]:
    # As for the list of files: a repository's own settings must not make git run anything.
    return ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments]


def _environment() -> dict[str, str]:
    kept_variables = {name: value for name, value in os.environ.items() if name not in GIT_VARIABLES}
    return kept_variables | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1"}


def told(root: Path, *arguments: str) -> bytes | None:
    """Give what git writes when it is asked something below a root; None where it fails, or where there is no git."""
    try:
        done = subprocess.run(_git(*arguments), cwd=root, env=_environment(), capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except (OSError, ValueError):
        return None
    return done.stdout if done.returncode == 0 else None
