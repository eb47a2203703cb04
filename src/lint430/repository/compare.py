"""What is to be looked at: the index, the working tree or a commit against what was there before; nothing is checked out or written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lint430.repository.before import Before, State, WorkingTree
from lint430.repository.changes import Change, Changes, compared, lines_of, reverted, similarity
from lint430.repository.git import GitError, answer, ask, without_filters
from lint430.repository.index import Index, UnmergedError, index_variables
from lint430.repository.patch import PatchError, parse
from lint430.repository.revision import MODULE, Objects, Revision, RevisionError, commit_of

_DIFF = (
    # Otherwise it writes the index when it meets a file whose times alone changed.
    "-c",
    "diff.autoRefreshIndex=false",
    "diff",
    "--unified=0",
    "--inter-hunk-context=0",
    "--full-index",
    "--find-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--ignore-submodules=all",
)
"""A diff in one form, whatever the configuration says, and without any program that it names."""
_MERGING = "GITHEAD_"
"""Begins the variables in which ``git merge`` names the commits that it merges."""
_SIMILAR = 0.5
_LARGEST = 1_000_000
"""Bytes of a file whose lines are compared here because git calls it binary."""


class ComparisonError(Exception):
    """What keeps a change from being looked at; one line."""


@dataclass(frozen=True, slots=True)
class Side:
    """One state to compare with."""

    changes: Changes
    """What happened since."""
    state: State
    """What was there."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A state of the repository and what it is compared with."""

    state: State
    """What is checked."""
    sides: Sequence[Side]
    """What was there before: one state, or each parent of a merge. What is new is new to all of them."""
    against: str
    """The state compared with, for people."""
    warnings: Sequence[str] = ()
    """What a user should know, each on one line."""

    @property
    def has_changes(self) -> bool:
        """Tell whether anything changed."""
        return any(side.changes.all for side in self.sides)

    @property
    def is_settled(self) -> bool:
        """Tell whether the state is one of those it is compared with: a merge that takes one side as it is brings nothing."""
        return any(not side.changes.all for side in self.sides)


def staged(root: Path, stack: contextlib.ExitStack) -> Comparison:
    """Compare the index with the last commit; while merging, with each of the commits that are merged. Raises :class:`ComparisonError`."""
    _require_working_tree(root, "--staged")
    variables = index_variables(root)
    try:
        index = stack.enter_context(Index(root, variables))
        head = commit_of(root)
        parents = [] if head is None else [head.id, *_merged(root, head.id)]
        sides = [_side(index, parse(ask(root, *_DIFF, "--cached", parent, "--", more=variables)), stack) for parent in parents]
        if head is None:
            sides = [_side(index, [Change(None, path) for path in index.paths()], stack)]
    except (GitError, UnmergedError, PatchError) as error:
        raise ComparisonError(f"`--staged`: {error}") from None
    return Comparison(index, sides, "HEAD" if head is not None else "nothing: there is no commit yet")


def since(root: Path, revision: str, stack: contextlib.ExitStack) -> Comparison:
    """Compare the working tree with where HEAD and a revision parted. Raises :class:`ComparisonError`."""
    _require_working_tree(root, "--diff")
    base, warnings = _base(root, revision, "HEAD")
    tree = WorkingTree(root)
    try:
        changes = parse(ask(root, *_DIFF, base, "--", more=without_filters(root)))
        untracked = ask(root, "ls-files", "-z", "--others", "--exclude-standard", "--full-name").split(b"\0")
    except (GitError, PatchError) as error:
        raise ComparisonError(f"`--diff {revision}`: {error}") from None
    # What a sparse checkout leaves out did not change, as far as anybody can see here.
    changes = [change for change in changes if change.new is None or tree.holds(change.new)]
    changes = _with_untracked(changes, untracked, tree, _old(tree, stack))
    return Comparison(tree, [_side(tree, changes, stack)], revision, warnings)


def between(root: Path, first: str, last: str, stack: contextlib.ExitStack) -> Comparison:
    """Compare a commit with where it and another parted. Raises :class:`ComparisonError`."""
    base, warnings = _base(root, first, last)
    try:
        tree = stack.enter_context(Revision(root, last))
        return Comparison(tree, [_side(tree, parse(ask(root, *_DIFF, base, tree.commit.id, "--")), stack)], first, warnings)
    except (GitError, PatchError, RevisionError) as error:
        raise ComparisonError(str(error)) from None


def patched(root: Path, name: str, data: bytes) -> Comparison:
    """Compare the working tree with what it was before a patch. Raises :class:`ComparisonError`."""
    tree = WorkingTree(root)
    try:
        changes = parse(data)
    except PatchError as error:
        raise ComparisonError(f"`--patch {name}`: {error}") from None
    for change in changes:
        if (misfit := _misfit(tree, change)) is not None:
            raise ComparisonError(f"`--patch {name}` does not lead to the files that are here: {misfit}")
    # A submodule is a folder here.
    files = [change for change in changes if change.old_mode != MODULE and not (change.new and (root / change.new).is_dir())]
    known = Changes(files)

    def old(change: Change) -> bytes | None:
        now = b"" if change.new is None else tree.content(change.new)
        return None if now is None else reverted(now, change.edits)

    return Comparison(tree, [Side(known, Before(tree, known, old))], "the state before the patch")


def _old(state: State, stack: contextlib.ExitStack) -> Callable[[Change], bytes | None]:
    """Give what gives a file's content before, from git's objects."""
    objects: list[Objects] = []

    def old(change: Change) -> bytes | None:
        if not change.blob:
            return None if change.new is None else state.content(change.new)
        if not objects:
            objects.append(stack.enter_context(Objects(state.root)))
        return objects[0].object(change.blob)

    return old


def _side(state: State, changes: Iterable[Change], stack: contextlib.ExitStack) -> Side:
    """Make what was there before from git's objects."""
    old = _old(state, stack)

    def settled(change: Change) -> Change:
        """Find the lines that git does not tell, of what it takes for binary."""
        if change.has_lines or change.old is None or change.new is None:
            return change
        before, after = old(change), state.content(change.new)
        if before is None or after is None or max(len(before), len(after)) > _LARGEST or b"\0" in before + after:
            return change
        return replace(change, edits=compared(before, after))

    known = Changes([settled(change) for change in changes if change.old_mode != MODULE])
    return Side(known, Before(state, known, old))


def _with_untracked(changes: list[Change], untracked: Iterable[bytes], state: State, old: Callable[[Change], bytes | None]) -> list[Change]:
    """Add the files that git does not know yet: new ones, those that it only stopped to track, and those that were moved without telling it."""
    paths = [path for name in untracked if (path := os.fsdecode(name)) and not path.endswith("/")]
    deleted = {change.old: change for change in changes if change.new is None and change.old is not None}
    for path in paths:
        origin = deleted.pop(path, None) or _origin(path, deleted.values(), state, old)
        if origin is None:
            changes.append(Change(None, path))
        else:
            deleted.pop(origin.old or "", None)
            changes[changes.index(origin)] = replace(origin, new=path, edits=(), has_lines=False)
    return changes


def _origin(path: str, deleted: Iterable[Change], state: State, old: Callable[[Change], bytes | None]) -> Change | None:
    """Find the deleted file that a new one continues, as git's search for renames does: the most similar, at least by half."""
    best, most = None, _SIMILAR
    ending = os.path.splitext(path)[1]
    for change in deleted:
        if os.path.splitext(change.old or "")[1] == ending and (share := similarity(old(change), state.content(path))) >= most:
            best, most = change, share
    return best


def _misfit(tree: WorkingTree, change: Change) -> str | None:
    """Say where the files are not what a patch makes of them; line ends do not count."""
    if change.new is None:
        return f"`{change.old}` is still there" if change.old is not None and tree.holds(change.old) else None
    if not tree.holds(change.new):
        return f"`{change.new}` is not there"
    content = tree.content(change.new)
    if content is None:
        return None
    lines = lines_of(content)
    expected = [*change.kept, *((edit.new + at, text) for edit in change.edits for at, text in enumerate(edit.added))]
    for at, text in sorted(expected):
        if at >= len(lines) or lines[at].rstrip(b"\r") != text.rstrip(b"\r"):
            return f"`{change.new}` has something else in line {at + 1}"
    return None


def _base(root: Path, revision: str, head: str) -> tuple[str, list[str]]:
    """Give the commit where two parted, or the first of the two where that cannot be known."""
    commit = commit_of(root, revision)
    if commit is None:
        raise ComparisonError(
            f"`{revision}` is no commit of this repository; where a clone left it out, fetch it (with actions/checkout: `fetch-depth: 0`)"
        )
    here = commit_of(root, head)
    found = None if here is None else answer(root, "merge-base", commit.id, here.id)
    if found is not None:
        return found.splitlines()[0], []
    if here is None:
        return commit.id, []
    shallow = answer(root, "rev-parse", "--is-shallow-repository") == "true"
    why = "this clone is too shallow (`fetch-depth: 0` gets the rest)" if shallow else "they have no commit in common"
    return commit.id, [f"where `{revision}` and `{head}` parted is not known, as {why}; compared with `{revision}` itself"]


def _merged(root: Path, head: str) -> list[str]:
    """List the commits that are being merged into HEAD."""
    place = answer(root, "rev-parse", "--git-path", "MERGE_HEAD")
    if place is None:
        return []
    try:
        return (root / place).read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        # `git merge` writes the file only after its hook `pre-merge-commit`, and names the commits to it by variables. What is in HEAD already, or in
        # another repository, is no part of this merge.
        named = sorted(name.removeprefix(_MERGING) for name in os.environ if name.startswith(_MERGING))
        return [name for name in named if commit_of(root, name) is not None and answer(root, "merge-base", head, name) != name]


def _require_working_tree(root: Path, option: str) -> None:
    try:
        top = os.fsdecode(ask(root, "rev-parse", "--show-toplevel")).rstrip("\n")
    except GitError as error:
        raise ComparisonError(f"`{option}` needs a git repository with a working tree: {error}") from None
    if os.path.realpath(top) != os.path.realpath(root):
        raise ComparisonError(f"`{option}` needs a git repository: `{root}` is none, only `{top}` around it")
