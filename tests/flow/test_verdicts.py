"""Verdicts: small test files per framework whose marked lines, and no others, the mode or a missing dependency decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint430.config import Config
from lint430.flow import analyse
from lint430.flow.results import FileFlow
from lint430.languages import lower
from lint430.model import File, Role

SUITES = Path(__file__).parent / "verdicts"
LANGUAGES = {".py": "python", ".ts": "typescript", ".go": "go", ".bats": "bash"}
MARK = re.compile(r"<- (skip|assertion|expectation|selection|dependency)\b")


def suites() -> list[Path]:
    return sorted(p for p in SUITES.iterdir() if p.suffix in LANGUAGES)


def flow_of(path: Path) -> FileFlow:
    language = LANGUAGES[path.suffix]
    name = f"services/demo/__tests__/integration/{path.name}"
    module = lower(language, name, path.read_bytes())
    assert module.errors == (), f"{path.name} has a syntax error"
    file = File(name, path.read_bytes(), language, Role.INTEGRATION_TEST, in_suite_folder=True)
    return analyse([(file, module)], lambda _: Config())[name]


@pytest.mark.parametrize("path", suites(), ids=lambda p: p.name)
def test_marked_lines_are_the_verdicts(path: Path) -> None:
    flow = flow_of(path)
    expected = [(n, m[1]) for n, line in enumerate(path.read_text().splitlines(), 1) if (m := MARK.search(line))]
    found = [(v.span.line, v.kind) for v in flow.verdicts if v.kind != "wiring" and v.origin is not None]
    found += [(v.span.line, "dependency") for v in flow.verdicts if v.kind == "skip" and v.origin is None and v.reads]
    assert sorted(found) == expected


@pytest.mark.parametrize("path", suites(), ids=lambda p: p.name)
def test_every_verdict_has_a_trace_or_reads(path: Path) -> None:
    for verdict in flow_of(path).verdicts:
        if verdict.origin is not None:
            assert verdict.origin.trace


def test_other_roles_are_not_judged() -> None:
    path = SUITES / "pytest_suite.py"
    module = lower("python", path.name, path.read_bytes())
    for role in (Role.RUNTIME, Role.UNIT_TEST, Role.RUNNER):
        file = File(path.name, path.read_bytes(), "python", role)
        assert analyse([(file, module)], lambda _: Config())[path.name].verdicts == []
