"""Which files of the shared helpers' folder runners and harnesses need: what they source, run or import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.shell import Folder
from lint430.model import File, Role
from lint430.repository.suites import SHARED_HELPERS

_NEEDING = frozenset((Role.RUNNER, Role.HARNESS, Role.INTEGRATION_TEST))
_INSIDE = re.compile(rf"(?:^|.*/){re.escape(SHARED_HELPERS)}/(?P<file>[\w@.][\w@./-]*)")
_SCRIPT = re.compile(r".+\.(?:sh|bash|py|js|mjs|cjs|ts)")
_MODULE_FILES = ("", ".ts", ".tsx", ".mts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js")
_PYTHON_MODULE = "integration_mode"


@dataclass(frozen=True, slots=True)
class Reference:
    """A file of the shared helpers that another file needs."""

    needed: tuple[str, ...]
    """The paths below the helpers' folder one of which would do, the likeliest first."""
    path: str
    """The file that needs it."""
    line: int
    """Where it says so."""


def references(modules: Iterable[tuple[File, facts.Module]], paths: frozenset[str]) -> list[Reference]:
    """List what runners, harnesses and integration tests need of the shared helpers, by file and line."""
    found: list[Reference] = []
    for file, module in sorted(modules, key=lambda pair: pair[0].path):
        if file.role in _NEEDING:
            found += _sourced(module) if module.language == "bash" else _imported(module, paths)
    return found


def _sourced(module: facts.Module) -> Iterator[Reference]:
    """See ``source …/tools/integration-runner/x.sh`` and commands that run a script from there."""
    folder = Folder.of(module.body)
    for node in facts.walk(list(module.body)):
        words: list[facts.Expr] = []
        if isinstance(node, facts.Import) and node.target is not None:
            words = [node.target]
        elif isinstance(node, facts.Call) and node.kind == "command":
            name = node.function.id if isinstance(node.function, facts.Name) else ""
            runs = name in ("bash", "sh", "exec", "env", "python", "python3", "node", "timeout")
            words = [node.function, *(a.value for a in node.arguments[:2] if runs and a.name is None)]
        for word in words:
            match = _INSIDE.fullmatch(folder.text(word))
            if match is not None and (isinstance(node, facts.Import) or _SCRIPT.fullmatch(match["file"])):
                yield Reference((match["file"],), module.path, node.span.line)


def _imported(module: facts.Module, paths: frozenset[str]) -> Iterator[Reference]:
    """See imports of the helpers by path (TypeScript) and of the top-level module ``integration_mode`` (Python)."""
    for node in facts.walk(list(module.body)):
        if not isinstance(node, facts.Import | facts.Export) or node.module is None or getattr(node, "type_only", False):
            continue
        if module.language == "python":
            if node.module == _PYTHON_MODULE and not any(_is_python_module(path) for path in paths):
                yield Reference((f"{_PYTHON_MODULE}.py",), module.path, node.span.line)
            continue
        match = _INSIDE.fullmatch(node.module)
        if match is not None and module.language == "typescript":
            stem = re.sub(r"\.[cm]?js$", "", match["file"])
            yield Reference((f"{stem}.ts", match["file"], *(stem + end for end in _MODULE_FILES)), module.path, node.span.line)


def _is_python_module(path: str) -> bool:
    return f"/{path}".endswith(f"/{_PYTHON_MODULE}.py") or f"/{_PYTHON_MODULE}/" in f"/{path}"
