"""Trees: whole small repositories in one text each, whose marked lines, and no others, are findings of families 1 to 3."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint430.engine import Options, check_sources

TREES = Path(__file__).parent / "trees"
FILE = re.compile(r"^=== (.+)\n", re.MULTILINE)
MARK = re.compile(r"\s*# <- (ITM\d{3}(?:,ITM\d{3})*)$", re.MULTILINE)


def sources_and_marks(text: str) -> tuple[dict[str, str], list[tuple[str, int, str]]]:
    """Split a text at its ``=== path`` lines; give the files without their marks, and the marks."""
    sources: dict[str, str] = {}
    marks: list[tuple[str, int, str]] = []
    pieces = FILE.split(text)[1:]
    for path, content in zip(pieces[::2], pieces[1::2], strict=True):
        for number, line in enumerate(content.splitlines(), 1):
            found = MARK.search(line)
            marks += [(path, number, code) for code in found[1].split(",")] if found else []
        sources[path] = MARK.sub("", content)
    return sources, sorted(marks)


def findings(sources: dict[str, str], *, sift: bool = True) -> list[tuple[str, int, str]]:
    outcome = check_sources(sources, options=Options(sift=sift))
    assert not outcome.failures
    return sorted((f.path, f.span.line, f.code) for f in outcome.run.findings if f.code[:4] in ("ITM1", "ITM2", "ITM3", "ITM9"))


@pytest.mark.parametrize("path", sorted(TREES.glob("*.txt")), ids=lambda p: p.stem)
def test_marked_lines_are_the_findings(path: Path) -> None:
    sources, marks = sources_and_marks(path.read_text())
    assert len(marks) > 10
    assert findings(sources) == marks


@pytest.mark.parametrize("path", sorted(TREES.glob("*.txt")), ids=lambda p: p.stem)
def test_the_order_of_files_changes_nothing(path: Path) -> None:
    sources, marks = sources_and_marks(path.read_text())
    assert findings(dict(reversed(sources.items()))) == marks


@pytest.mark.parametrize("path", sorted(TREES.glob("*.txt")), ids=lambda p: p.stem)
def test_sifting_changes_nothing(path: Path) -> None:
    sources, marks = sources_and_marks(path.read_text())
    assert findings(sources, sift=False) == marks
