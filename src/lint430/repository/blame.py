"""Who wrote a line, and when: by git, from its objects alone, so that no filter and no other program of the repository is run."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from lint430.repository.git import told
from lint430.repository.revision import Revision, commit_of

IGNORED = ".git-blame-ignore-revs"
"""The file of commits that only moved or formatted lines, by the name that GitHub gives it."""
_HEADER = re.compile(rb"[0-9a-f]{40,64} \d+ (\d+)(?: \d+)?")


@dataclass(frozen=True, slots=True)
class Authorship:
    """Where a line comes from."""

    state: str
    """``committed``; ``older`` where the history ends before it does; ``uncommitted``; ``unknown``."""
    author: str = ""
    """The author's name."""
    date: date | None = None
    """The author's day, in the author's time zone; of an ``older`` line the day by which it was there."""
    commit: str = ""
    """The full hash; of an ``older`` line the one where the history ends."""


UNKNOWN = Authorship("unknown")
UNCOMMITTED = Authorship("uncommitted")


def authorship(
    root: Path, wanted: Mapping[str, Sequence[int]], content: Callable[[str], bytes | None]
) -> dict[tuple[str, int], Authorship]:
    """Give the authorship of lines of files below a root; ``content`` gives what the files hold now."""
    commit = commit_of(root)
    if commit is None:
        # Before the first commit nothing is committed; without git nobody knows.
        state = UNKNOWN if told(root, "rev-parse", "--git-dir") is None else UNCOMMITTED
        return {(path, line): state for path, lines in wanted.items() for line in lines}
    is_shallow = told(root, "rev-parse", "--is-shallow-repository") == b"true\n"
    found: dict[tuple[str, int], Authorship] = {}
    asked: list[tuple[str, dict[int, int]]] = []
    with Revision(root, commit.id) as revision:
        for path, lines in wanted.items():
            places = _places(revision.content(path), content(path), lines)
            found |= {(path, line): UNCOMMITTED for line in lines if line not in places}
            if places:
                asked.append((path, places))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (path, places), told_of in zip(asked, pool.map(partial(_blame, root, commit.id, is_shallow), asked), strict=True):
            found |= {(path, line): told_of.get(place, UNKNOWN) for line, place in places.items()}
    return found


def _places(old: bytes | None, new: bytes | None, lines: Sequence[int]) -> dict[int, int]:
    """Find lines of a file in what was committed; a line that is not there is left out."""
    if old is None or new is None:
        return {}
    if old == new:
        return {line: line for line in lines}
    before, after = ([line.removesuffix(b"\r") for line in data.split(b"\n")] for data in (old, new))
    blocks = difflib.SequenceMatcher(None, before, after).get_matching_blocks()
    same = {block.b + n + 1: block.a + n + 1 for block in blocks for n in range(block.size)}
    return {line: same[line] for line in lines if line in same}


def _blame(root: Path, commit: str, is_shallow: bool, asked: tuple[str, dict[int, int]]) -> dict[int, Authorship]:
    path, places = asked
    ranges = [word for place in sorted(set(places.values())) for word in ("-L", f"{place},{place}")]
    # The empty name clears the reader's own list of commits to ignore, by which one repository would have two ages.
    command = ["blame", "--no-textconv", "--line-porcelain", "--ignore-revs-file", "", *ranges]
    ignored = ["--ignore-revs-file", IGNORED] if (root / IGNORED).is_file() else []
    written = told(root, *command, *ignored, commit, "--", path)
    if written is None and ignored:
        # A list that git cannot read must not hide everything else.
        written = told(root, *command, commit, "--", path)
    return _read(written or b"", is_shallow)


def _read(written: bytes, is_shallow: bool) -> dict[int, Authorship]:
    """Read what ``git blame --line-porcelain`` writes."""
    found: dict[int, Authorship] = {}
    head: dict[bytes, bytes] = {}
    for line in written.split(b"\n"):
        if line.startswith(b"\t"):
            # Where the history was cut off, git names the author of the commit there, who need not be the line's.
            is_older = is_shallow and b"boundary" in head
            found[int(head[b"line"])] = Authorship(
                "older" if is_older else "committed",
                "" if is_older else head.get(b"author", b"").decode("utf-8", "replace"),
                _day(head.get(b"author-time", b""), head.get(b"author-tz", b"")),
                head[b"commit"].decode("ascii"),
            )
            head = {}
        elif not head and (header := _HEADER.fullmatch(line)):
            head = {b"line": header[1], b"commit": line.partition(b" ")[0]}
        elif head:
            name, _, value = line.partition(b" ")
            head[name] = value
    return found


def _day(seconds: bytes, zone: bytes) -> date | None:
    """Give the day of a time as git writes it; anything can stand in a commit."""
    try:
        minutes = int(zone[-2:]) + 60 * int(zone[1:-2])
        return datetime.fromtimestamp(int(seconds), timezone(timedelta(minutes=-minutes if zone[:1] == b"-" else minutes))).date()
    except (ValueError, OverflowError, OSError):
        return None
