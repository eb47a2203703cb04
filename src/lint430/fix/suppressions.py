"""Takes unused names out of a suppression; what else its comment says, and what other tools read there, stays."""

from __future__ import annotations

import itertools
import re

from lint430.fix.edits import body, offset, span_of
from lint430.model import Edit, Fix, Span
from lint430.suppression import Suppression

_MARKERS = re.compile(r"[\s#/*;!<>-]*")
_FOREIGN = re.compile(r"\s+(?:#|//)\s*(?:noqa\b|nosec\b|NOSONAR\b|nolint\b|[A-Za-z@][\w@-]*:)")
"""Where another tool's word begins, after ours."""
_CLOSE = re.compile(r"\s*(?:\*+/|-->)")
_LINE_END = re.compile(r"\r?\n")
_BRACKETS = tuple(bytes([char]) for char in b"()[]{},;")
_LEAD = re.compile(r"[ \t]*(?:#+|//+)?[ \t]*$")


def removal(suppression: Suppression, data: bytes) -> Fix | None:
    """Give the change that takes the unused names out of a suppression; None where it cannot be made without a human's look."""
    source = body(data)
    if source is None:
        return None
    comment = suppression.comment
    written = comment.text.encode()
    start = offset(source, comment.span.line, comment.span.column)
    if source[start : start + len(written)] != written:
        # The text was put together from several places: a folded or an escaped string.
        return None
    text = _without(suppression)
    if text.strip() and _MARKERS.fullmatch(text) is None:
        place, replacement = _difference(start, comment.text, text)
    else:
        cut = _cut(source, start, start + len(written), comment.holder)
        if cut is None:
            return None
        place, replacement = cut
    names = ", ".join(f"`{code}`" for code in suppression.unused)
    return Fix(f"Remove the unused suppression of {names}", (Edit(suppression.path, span_of(source, *place), replacement),))


def _without(suppression: Suppression) -> str:
    """Give the comment's text without the unused names: without the whole suppression where no name is left."""
    text = suppression.comment.text
    kept = [entry for entry in suppression.entries if entry.code not in suppression.unused]
    first, last = suppression.entries[0], suppression.entries[-1]
    if not kept:
        return _without_all(text, suppression.start, last.end)
    listed = text[kept[0].start : kept[0].end]
    for entry in kept[1:]:
        before = max(other.end for other in suppression.entries if other.end <= entry.start)
        listed += text[before : entry.end]
    return text[: first.start] + listed + text[last.end :]


def _without_all(text: str, start: int, listed: int) -> str:
    """Take a suppression out of a comment: from its beginning to the end of its line, of the comment, or to another tool's word."""
    ends = [len(text)] + [match.start() for match in (_FOREIGN.search(text, listed), _CLOSE.search(text, listed)) if match]
    line_end = _LINE_END.search(text, listed)
    end = min(ends if line_end is None else [*ends, line_end.start()])
    line_start = text.rfind("\n", 0, start) + 1
    before, after = text[line_start:start], text[end:]
    is_opening = not line_start and before.lstrip().startswith(("/*", "<!--"))
    if _MARKERS.fullmatch(before):
        ends_here = _LINE_END.match(after)
        if is_opening:
            return text[:start].rstrip(" \t") + (after if ends_here else f" {after.lstrip()}")
        if not line_start:
            return after.lstrip()
        # A line of its own in a longer comment goes as a whole.
        return text[:line_start] + after[ends_here.end() :] if ends_here else f"{text[:line_start].rstrip()}{after}"
    head = text[:line_start] + _LEAD.sub("", before)
    return head + (f" {after.lstrip()}" if _CLOSE.match(after) else after)


def _difference(start: int, old: str, new: str) -> tuple[tuple[int, int], str]:
    """Say what to replace so that the old text at a place becomes the new one: no more than differs."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    first = start + len(old[:head].encode())
    return (first, first + len(old[head : len(old) - tail].encode())), new[head : len(new) - tail]


def _shared(one: str, other: str) -> int:
    """Count the characters that two texts begin with alike."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cut(source: bytes, start: int, end: int, holder: Span | None) -> tuple[tuple[int, int], str] | None:
    """Say what to take out with a comment, and what to leave in its place."""
    if holder is not None:
        start, end = offset(source, holder.line, holder.column), offset(source, holder.end_line, holder.end_column)
    line_start = source.rfind(b"\n", 0, start) + 1
    line_end = source.find(b"\n", end)
    stop = len(source) if line_end < 0 else line_end
    before, after = source[line_start:start], source[end:stop]
    gap_before, gap_after = len(before) - len(before.rstrip()), len(after) - len(after.lstrip())
    if not before.strip() and not after.strip():
        return _lines(source, line_start, stop)
    if not before.strip():
        return (start, end + gap_after), ""
    if not after.strip():
        return (start - gap_before, stop - after.endswith(b"\r")), ""
    if b"\n" in source[start:end]:
        # Where a comment spans lines it ends a statement like a line's end.
        return (start, end), "\n"
    apart = gap_before or holder is not None or before[-1:] in _BRACKETS or after[:1] in _BRACKETS
    return (start, end if holder is not None else end + gap_after), "" if apart else " "


def _lines(source: bytes, start: int, stop: int) -> tuple[tuple[int, int], str] | None:
    """Take out whole lines."""
    above = source[:start].removesuffix(b"\n").removesuffix(b"\r")
    if above.endswith(b"\\"):
        # The line above goes on here, and would go on into the next one.
        return None
    if stop == len(source):
        # The last line of a file that does not end with a line's end still does not.
        return (len(above), stop), ""
    stop += 1
    following = source.find(b"\n", stop)
    is_blank_below = following >= 0 and not source[stop:following].strip()
    if is_blank_below and not above.rpartition(b"\n")[2].strip():
        # One of the blank lines around it is enough.
        stop = following + 1
    return (start, stop), ""
