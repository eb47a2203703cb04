"""Shell programs as people write them: runners, helpers, bats suites, entrypoints. Marked lines, and no others, have a finding of families 1 to 3.

A file of ``tests/shell`` holds programs: ``=== what it is`` opens one, ``--- path`` opens a file of it; ``# <- ITM302`` marks a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint430.engine import check_sources

BOOKS = Path(__file__).parent / "shell"
MARK = re.compile(r"[ \t]*# <- (ITM\d+(?: ITM\d+)*)$", re.MULTILINE)


def programs() -> Iterator[tuple[str, dict[str, str]]]:
    for book in sorted(BOOKS.glob("*.txt")):
        for part in re.split(r"^=== ", book.read_text(), flags=re.MULTILINE)[1:]:
            title, _, rest = part.partition("\n")
            pieces = re.split(r"^--- (\S+)\n", rest, flags=re.MULTILINE)
            yield f"{book.stem}: {title}", dict(zip(pieces[1::2], pieces[2::2], strict=True))


PROGRAMS = dict(programs())


@pytest.mark.parametrize("title", PROGRAMS)
def test_marked_lines_are_the_findings(title: str) -> None:
    files = PROGRAMS[title]
    expected = sorted(
        (path, number, code)
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (marked := MARK.search(line))
        for code in marked[1].split()
    )
    outcome = check_sources({path: MARK.sub("", text) for path, text in files.items()}, in_force=True)
    assert not outcome.failures
    found = sorted((f.path, f.span.line, f.code) for f in outcome.run.findings if f.code[:4] in ("ITM1", "ITM2", "ITM3", "ITM9"))
    assert found == expected
