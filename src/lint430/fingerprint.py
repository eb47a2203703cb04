"""Fingerprints: what makes a finding the same one after its line has moved. Values in, texts out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from lint430.model import Finding, Span

VERSION = "lint430/v1"
"""The name of :func:`content_hashes`' algorithm, as SARIF's partial fingerprints have it."""
WHOLE_FILE = Span(1, 1, 1, 1)
"""Where a finding stands that is about a file, or about what is missing beside it, and about no line."""
_BLOCK, _BASE, _MASK = 100, 37, (1 << 64) - 1
_FIRST = pow(_BASE, _BLOCK, 1 << 64)
_SPACE, _TAB, _LF, _CR, _EOF = 0x20, 0x09, 0x0A, 0x0D, 0xFFFF


def content_hash(finding: Finding, lines: Sequence[str]) -> str:
    """Give the hash of a finding's check, of what it is about and of its line's text, however that is indented and spaced; 16 hex digits.

    Neither path nor line number counts: it survives moved lines and renamed files. Equal findings of one file have equal hashes. The text of the first
    line does not count for what is about the whole file.
    """
    line = finding.span.line
    text = " ".join(lines[line - 1].split()) if finding.span != WHOLE_FILE and 1 <= line <= len(lines) else ""
    digest = hashlib.sha256("\0".join((finding.code, finding.about, text)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]


def content_hashes(findings: Sequence[Finding], lines: Mapping[str, Sequence[str]]) -> list[str]:
    """Give each finding's hash with its number among the equal ones of its file, such as ``0f3a…:2``; in the order of the findings."""
    seen: Counter[tuple[str, str]] = Counter()
    found = []
    for finding in findings:
        value = content_hash(finding, lines.get(finding.path, ()))
        seen[(finding.path, value)] += 1
        found.append(f"{value}:{seen[(finding.path, value)]}")
    return found


def line_hashes(data: bytes) -> dict[int, str]:
    """Give the hash of every line of a file, from 1, as GitHub's upload of SARIF computes ``primaryLocationLineHash``.

    A rolling hash, base 37 modulo 2^64, over the 100 UTF-16 units from a line's first that is no space and no tab; line ends count as LF; then
    ``:n`` for the n-th line with that hash. Source: ``fingerprints.ts`` of github/codeql-action.
    """
    units = memoryview(data.decode("utf-8", "replace").encode("utf-16-le", "surrogatepass")).cast("H").tolist()
    window = [0] * _BLOCK
    starts = [0] * _BLOCK
    """For each place of the window the line that begins there; 0 for none."""
    counts: Counter[int] = Counter()
    found: dict[int, str] = {}
    value, at, line = 0, 0, 0
    begins, after_cr = True, False

    def put() -> None:
        counts[value] += 1
        found[starts[at]] = f"{value:x}:{counts[value]}"
        starts[at] = 0

    for unit in (*units, _EOF):
        if unit in (_SPACE, _TAB) or (after_cr and unit == _LF):
            after_cr = False
            continue
        after_cr = unit == _CR
        current = _LF if after_cr else unit
        if starts[at]:
            put()
        if begins:
            line += 1
            starts[at] = line
        begins = current == _LF
        value = (value * _BASE + current - _FIRST * window[at]) & _MASK
        window[at] = current
        at = (at + 1) % _BLOCK
    for _ in range(_BLOCK):
        if starts[at]:
            put()
        value = (value * _BASE - _FIRST * window[at]) & _MASK
        window[at] = 0
        at = (at + 1) % _BLOCK
    return found
