"""Edits on bytes: places in a file, and replacements that do not get in each other's way."""

from __future__ import annotations

from collections.abc import Iterable

from lint430.model import Edit, Finding, Span

_BOM = b"\xef\xbb\xbf"


def body(data: bytes) -> bytes | None:
    """Give what spans count in: the bytes after a byte order mark; None for a file that is no UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    return data.removeprefix(_BOM)


def offset(source: bytes, line: int, column: int) -> int:
    """Give the offset of a place in a file's body; past its end, the end."""
    start = 0
    for _ in range(line - 1):
        start = source.find(b"\n", start) + 1
        if not start:
            return len(source)
    return min(start + column - 1, len(source))


def span_of(source: bytes, start: int, end: int) -> Span:
    """Give the span between two offsets of a file's body."""
    places = [(source.count(b"\n", 0, at) + 1, at - source.rfind(b"\n", 0, at)) for at in (start, end)]
    return Span(*places[0], *places[1])


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """Choose findings whose fixes touch nothing that the fix of an earlier choice touches."""
    chosen: list[Finding] = []
    taken: list[Edit] = []
    for finding in findings:
        edits = () if finding.fix is None else finding.fix.edits
        if not any(edit.path == other.path and _overlap(edit.span, other.span) for edit in edits for other in taken):
            chosen.append(finding)
            taken += edits
    return chosen


def _overlap(one: Span, other: Span) -> bool:
    first, second = sorted((one, other), key=_bounds)
    # Two insertions at one place have no order.
    return first.contains(second) or _bounds(second)[:2] < _bounds(first)[2:]


def _bounds(span: Span) -> tuple[int, int, int, int]:
    return (span.line, span.column, span.end_line, span.end_column)


def apply(data: bytes, edits: Iterable[Edit]) -> bytes | None:
    """Apply edits of one file that do not overlap; None where the file is no UTF-8. Everything else stays as it is, byte for byte."""
    source = body(data)
    if source is None:
        return None
    mark = data[: len(data) - len(source)]
    for edit in sorted(edits, key=lambda edit: _bounds(edit.span), reverse=True):
        start = offset(source, edit.span.line, edit.span.column)
        end = offset(source, edit.span.end_line, edit.span.end_column)
        source = source[:start] + edit.text.encode() + source[end:]
    return mark + source
