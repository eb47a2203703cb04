"""git's index as a repository to check: what a commit would hold, whatever the working tree looks like."""

from __future__ import annotations

import os
from pathlib import Path

from lint430.repository.git import answer, ask
from lint430.repository.revision import MODULE, Snapshot

_EMPTY = frozenset(["e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"])
"""The object without content, in git's two kinds of names."""


class UnmergedError(Exception):
    """An index in which a merge is not resolved; the message names a file."""


class Index(Snapshot):
    """The files of the index."""

    def __init__(self, root: Path, variables: dict[str, str]) -> None:
        """List what the index of a repository holds. Raises :class:`UnmergedError` and :class:`~lint430.repository.git.GitError`."""
        modes, objects, unmerged = {}, {}, set()
        for record in ask(root, "ls-files", "-z", "--stage", "--full-name", more=variables).split(b"\0"):
            head, _, name = record.partition(b"\t")
            if name:
                mode, found, stage = head.decode("ascii").split(" ")
                path = os.fsdecode(name)
                if stage != "0":
                    unmerged.add(path)
                elif mode != MODULE:
                    modes[path], objects[path] = mode, found
        if unmerged:
            more = f" and {len(unmerged) - 1} more" if len(unmerged) > 1 else ""
            raise UnmergedError(f"`{min(unmerged)}`{more} in the index is not merged: resolve it and `git add` it first")
        if not _EMPTY.isdisjoint(objects.values()):
            # What `git add --intent-to-add` names is no part of the commit to come; the list shows it as an empty file.
            intended = ask(root, "diff-files", "-z", "--name-only", "--diff-filter=A", "--ignore-submodules=all", more=variables)
            for name in intended.split(b"\0"):
                modes.pop(os.fsdecode(name), None)
                objects.pop(os.fsdecode(name), None)
        super().__init__(root, modes, objects)


def index_variables(root: Path) -> dict[str, str]:
    """Give the variable for the index that the surrounding git commits from, where it is one of this repository.

    For ``git commit -a`` and ``git commit FILE`` git shows its hooks an index of its own. A hook may also run in one repository and look at another.
    """
    given = os.environ.get("GIT_INDEX_FILE")
    if not given:
        return {}
    # git starts its hooks at the top of the working tree.
    place = Path(os.path.realpath(os.path.join(root, given)))
    own = {os.path.realpath(found) for name in ("--absolute-git-dir", "--git-common-dir") if (found := _folder(root, name))}
    folder = str(place.parent)
    foreign = folder not in own and ((place.parent / "HEAD").exists() or not place.parent.is_dir())
    return {} if foreign else {"GIT_INDEX_FILE": str(place)}


def _folder(root: Path, name: str) -> str | None:
    found = answer(root, "rev-parse", name)
    return None if found is None else os.path.join(root, found)
