"""Holdings: what passes leave out because nothing of the environment or the mode is there has indeed nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint430 import facts
from lint430.config import Config
from lint430.flow import analyse
from lint430.flow.index import Index
from lint430.flow.results import FileFlow, Value
from lint430.languages import lower
from lint430.model import File, Role

FOLDERS = (Path(__file__).parent / "programs", Path(__file__).parent / "verdicts")
LANGUAGES = {".py": "python", ".ts": "typescript", ".tsx": "typescript", ".go": "go", ".sh": "bash", ".bats": "bash"}


def flow_of(name: str, data: bytes) -> FileFlow:
    language = LANGUAGES[Path(name).suffix]
    file = File(f"services/demo/__tests__/integration/{name}", data, language, Role.INTEGRATION_TEST, in_suite_folder=True)
    return analyse([(file, lower(language, file.path, data))], lambda _: Config())[file.path]


def values(flow: FileFlow) -> list[Value]:
    found = [flow.value(node) for node in flow.module.nodes() if isinstance(node, facts.Expr)]
    for call in flow.calls:
        found += [*call.arguments, *call.subjects, *([] if call.receiver is None else [call.receiver])]
    found += [branch.condition for branch in flow.branches]
    found += [comparison.value for comparison in flow.comparisons]
    found += [left.value for left in flow.exits if left.value is not None]
    found += [write.value for write in flow.writes if write.value is not None]
    return found


@pytest.mark.parametrize("path", sorted(p for f in FOLDERS for p in f.iterdir() if p.suffix in LANGUAGES), ids=lambda p: p.name)
def test_no_value_outside_has_a_way_back(path: Path) -> None:
    flow = flow_of(path.name, path.read_bytes())
    found = values(flow)
    assert found
    for value in found:
        assert flow.from_environment or not value.reads
        if value.origin is not None or value.selected is not None or value.held is not None:
            assert id(value.expr) in flow.from_mode


def test_only_what_comes_from_the_mode_is_held_to() -> None:
    flow = flow_of(
        "test_a.py",
        b'import os\n\nregion = os.environ["REGION"]\nrows = {"live": 3 if os.environ["INTEGRATION_MODE"] == "cluster" else 1}\n',
    )
    lines = {node.span.line for node in flow.once(Index).nodes if id(node) in flow.from_mode}
    assert (flow.from_environment, lines) == (True, {4})


def test_a_file_without_the_environment_holds_nothing() -> None:
    flow = flow_of("test_b.py", b'def pick(rows, name):\n    return rows.get(name, {"a": 1})\n\nassert pick({}, "a")\n')
    assert (flow.from_environment, flow.from_mode) == (False, frozenset())
