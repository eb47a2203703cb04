"""Flow programs: small files whose marked lines, and no others, are branches the mode decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint430.config import Config
from lint430.flow import analyse
from lint430.languages import lower
from lint430.model import File, Role

PROGRAMS = Path(__file__).parent / "programs"
LANGUAGES = {".py": "python", ".ts": "typescript", ".tsx": "typescript", ".go": "go", ".sh": "bash"}
MARK = re.compile(r"<- (branch|derived)\b")


def programs() -> list[Path]:
    return sorted(p for p in PROGRAMS.iterdir() if p.suffix in LANGUAGES)


@pytest.mark.parametrize("path", programs(), ids=lambda p: p.name)
def test_marked_lines_are_the_branches(path: Path) -> None:
    data = path.read_bytes()
    language = LANGUAGES[path.suffix]
    name = f"services/demo/src/{path.name}"
    file = File(name, data, language, Role.RUNTIME)
    module = lower(language, name, data)
    assert module.errors == (), f"{path.name} has a syntax error"
    flow = analyse([(file, module)], lambda _: Config())[name]
    expected = [n for n, line in enumerate(data.decode().splitlines(), 1) if MARK.search(line)]
    found = sorted({branch.span.line for branch in flow.mode_branches()})
    assert found == expected
    for branch in flow.mode_branches():
        assert branch.origin is not None
        assert branch.origin.trace, "a branch without a trace"
        assert "INTEGRATION_MODE" in branch.origin.trace[0].what or "ntegration" in branch.origin.trace[0].what
