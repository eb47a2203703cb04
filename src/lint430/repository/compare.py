"""What is to be looked at: the index, the working tree or a commit against what was there before; nothing is checked out or written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lint430.repository.before import Before, State, WorkingTree
from lint430.repository.changes import Change, Changes, compared, lines_of, reverted
from lint430.repository.git import GitError, answer, ask, without_filters
from lint430.repository.index import Index, UnmergedError, index_variables
from lint430.repository.moves import ending, origins
from lint430.repository.patch import PatchError, parse, series
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
        old = _old(index, stack)
        parents = [] if head is None else [head.id, *_merged(root, head.id)]
        sides = [_side(index, parse(ask(root, *_DIFF, "--cached", parent, "--", more=variables)), old) for parent in parents]
        if head is None:
            sides = [_side(index, [Change(None, path) for path in index.paths()], old)]
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
    old = _old(tree, stack)
    return Comparison(tree, [_side(tree, _with_untracked(changes, untracked, tree, old), old)], revision, warnings)


def between(root: Path, first: str, last: str, stack: contextlib.ExitStack) -> Comparison:
    """Compare a commit with where it and another parted. Raises :class:`ComparisonError`."""
    base, warnings = _base(root, first, last)
    try:
        tree = stack.enter_context(Revision(root, last))
        changes = parse(ask(root, *_DIFF, base, tree.commit.id, "--"))
        return Comparison(tree, [_side(tree, changes, _old(tree, stack))], first, warnings)
    except (GitError, PatchError, RevisionError) as error:
        raise ComparisonError(str(error)) from None


def patched(root: Path, name: str, data: bytes, base: Path) -> Comparison:
    """Compare the working tree with what it was before a patch made in ``base``. Raises :class:`ComparisonError`."""
    tree = WorkingTree(root)
    try:
        written = [[change for change in commit if not _is_submodule(root, change)] for commit in series(data)]
    except PatchError as error:
        raise ComparisonError(f"`--patch {name}`: {error}") from None
    try:
        changes, held = _fitting(tree, [*_orders(written), *_orders(_told_from(base, root, written))])
    except _MisfitError as error:
        raise ComparisonError(f"`--patch {name}` does not lead to the files that are here: {error}") from None
    return Comparison(tree, [_side(tree, changes, lambda change: held.get(change.old or ""))], "the state before the patch")


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


def _side(state: State, changes: Iterable[Change], old: Callable[[Change], bytes | None]) -> Side:
    """Make what was there before, given what gives a file's content then."""

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
    found = {path: path for path in paths if path in deleted}
    gone = {path: change for path, change in deleted.items() if path not in found}
    lost, come = {ending(path) for path in gone}, {ending(path) for path in paths if path not in found}
    files = [path for path in paths if path not in found and ending(path) in lost and state.target(path) is None]
    new = {path: state.content(path) or b"" for path in files}
    found |= origins(new, {path: old(change) or b"" for path, change in gone.items() if ending(path) in come})
    moved = {was: replace(deleted[was], new=path, edits=(), has_lines=False) for path, was in found.items()}
    kept = [moved.get(change.old or "", change) if change.new is None else change for change in changes]
    return [*kept, *(Change(None, path) for path in paths if path not in found)]


class _MisfitError(Exception):
    """Files that are not what a patch makes of them; the message names one."""


def _fitting(tree: WorkingTree, readings: Sequence[Sequence[Sequence[Change]]]) -> tuple[list[Change], Mapping[str, bytes | None]]:
    """Take back the first way to read a patch that leads to the files that are here. Raises :class:`_MisfitError`."""
    try:
        return _taken_back(tree, readings[0])
    except _MisfitError:
        for reading in readings[1:]:
            with contextlib.suppress(_MisfitError):
                return _taken_back(tree, reading)
        raise


def _taken_back(tree: WorkingTree, commits: Sequence[Sequence[Change]]) -> tuple[list[Change], Mapping[str, bytes | None]]:
    """Take commits back, from the last to the first: give what they did to each file together, and what the files held before. Raises :class:`_MisfitError`."""
    held: dict[str, bytes | None] = {}
    there: dict[str, bool] = {}
    changes: list[Change] = []
    for commit in reversed(commits):
        made = {change.new for change in commit if change.new is not None}
        went_on = {change.old: change for change in changes if change.old in made}
        changes = [change for change in changes if change.old not in made]
        were: dict[str, bytes | None] = {}
        for change in commit:
            path = change.new or change.old or ""
            now = held[path] if path in held else tree.content(path) if tree.target(path) is None else None
            is_there = there[path] if path in there else tree.holds(path)
            if change.new is None:
                if is_there and path not in made:
                    raise _MisfitError(f"`{path}` is still there")
                now = b""
            elif not is_there:
                raise _MisfitError(f"`{path}` is not there")
            elif now is not None and (line := _misfit(change, now)) is not None:
                raise _MisfitError(f"`{path}` has something else in line {line}")
            if change.old is not None:
                # Of what git takes for binary a patch tells nothing that can be taken back.
                were[change.old] = None if now is None or not change.has_lines else reverted(now, change.edits)
            later = went_on.get(path) if change.new is not None else None
            if later is None:
                changes.append(change)
            elif change.old is not None or later.new is not None:
                changes.append(replace(change, new=later.new, edits=(), has_lines=False))
        held |= were
        there |= dict.fromkeys(made, False) | dict.fromkeys(were, True)
    return changes, held


def _misfit(change: Change, now: bytes) -> int | None:
    """Give the first line, from 1, where a file is not what a change makes of it; line ends do not count."""
    lines = lines_of(now)
    expected = [*change.kept, *((edit.new + at, text) for edit in change.edits for at, text in enumerate(edit.added))]
    for at, text in sorted(expected):
        if at >= len(lines) or lines[at].rstrip(b"\r") != text.rstrip(b"\r"):
            return at + 1
    return None


def _is_submodule(root: Path, change: Change) -> bool:
    """Tell whether a change is one of a submodule; a new one is a folder here."""
    return change.old_mode == MODULE or (change.old is None and (root / (change.new or "")).is_dir())


def _orders(commits: list[list[Change]]) -> list[list[list[Change]]]:
    """List the orders that commits may stand in: `git format-patch` writes the oldest first, `git log` the newest."""
    return [commits, commits[::-1]] if len(commits) > 1 else [commits]


def _told_from(base: Path, root: Path, commits: list[list[Change]]) -> list[list[Change]]:
    """Give what is told from a folder below the root, as ``git diff --relative`` does, from the root."""
    folder = os.path.relpath(os.path.realpath(base), os.path.realpath(root)).replace(os.sep, "/")
    if folder.split("/", 1)[0] in (".", ".."):
        return commits

    def below(path: str | None) -> str | None:
        return None if path is None else f"{folder}/{path}"

    return [[replace(change, old=below(change.old), new=below(change.new)) for change in commit] for commit in commits]


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
