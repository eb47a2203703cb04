"""Small repositories under ``tests/linking``: a comment ``<- CODE`` marks each line that is reported, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint430.config import Config
from lint430.engine import Options, check_sources, run

TREES = sorted((Path(__file__).parent / "linking").iterdir())
MARK = re.compile(r"<- (ITM\d{3})\b")
ABOUT_THE_MODE = frozenset(("ITM101", "ITM102", "ITM201", "ITM202", "ITM203", "ITM212", "ITM302"))


def sources(tree: Path) -> dict[str, str]:
    return {path.relative_to(tree).as_posix(): path.read_text() for path in sorted(tree.rglob("*")) if path.is_file()}


def marks(files: dict[str, str]) -> list[tuple[str, int, str]]:
    return [(path, at, code) for path, text in files.items() for at, line in enumerate(text.split("\n"), 1) for code in MARK.findall(line)]


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_what_is_found_across_files(tree: Path) -> None:
    files = sources(tree)
    outcome = check_sources(files, options=Options(only=ABOUT_THE_MODE), in_force=True)
    assert not outcome.failures
    assert [(f.path, f.span.line, f.code) for f in outcome.run.findings] == marks(files)


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_neither_order_nor_sifting_changes_it(tree: Path) -> None:
    files = dict(reversed(sources(tree).items()))
    outcome = check_sources(files, options=Options(only=ABOUT_THE_MODE, sift=False), in_force=True)
    assert [(f.path, f.span.line, f.code) for f in outcome.run.findings] == sorted(marks(files))


@pytest.mark.parametrize("tree", TREES, ids=lambda tree: tree.name)
def test_a_file_given_alone_reports_what_it_reports_in_a_full_run(tree: Path) -> None:
    options = Options(only=ABOUT_THE_MODE)
    whole = run(tree, Config(), options=options).run.findings
    for path in sources(tree):
        alone = run(tree, Config(), [tree / path], options).run.findings
        assert [(f.path, f.span.line, f.code, f.message) for f in alone] == [
            (f.path, f.span.line, f.code, f.message) for f in whole if f.path == path
        ]
