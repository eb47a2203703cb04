"""Which files of the shared helpers' folder runners and harnesses need: what they source, run or import."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.shell import UNKNOWN, Folder
from lint430.model import File, Role
from lint430.repository.suites import SHARED_HELPERS

_NEEDING = frozenset((Role.RUNNER, Role.HARNESS, Role.INTEGRATION_TEST))
_INSIDE = re.compile(rf"(?:^|.*/){re.escape(SHARED_HELPERS)}/(?P<file>[\w@.][\w@./-]*)")
_BESIDE = re.compile(rf"(?:{UNKNOWN}|\.)/(?P<file>[\w.-]+\.(?:sh|bash))")
_SCRIPT = re.compile(r".+\.(?:sh|bash|py|js|mjs|cjs|ts)")
_MODULE_FILES = ("", ".ts", ".tsx", ".mts", ".js", ".mjs", ".cjs", "/index.ts", "/index.js")
_PYTHON_MODULE = "integration_mode"
_TEXTS = (SHARED_HELPERS.rpartition("/")[2].encode(), _PYTHON_MODULE.encode())


@dataclass(frozen=True, slots=True)
class Reference:
    """A file of the shared helpers that another file needs."""

    needed: tuple[str, ...]
    """The paths below the helpers' folder one of which would do, the likeliest first."""
    path: str
    """The file that needs it."""
    line: int
    """Where it says so."""


def may_need(file: File) -> bool:
    """Tell whether a file has to be lowered for what :func:`references` reads in it, whatever else it is for."""
    if file.role is Role.HELPER:
        return True
    return file.role in _NEEDING and any(text in file.data for text in _TEXTS)


def references(modules: Iterable[tuple[File, facts.Module]], paths: frozenset[str]) -> list[Reference]:
    """List what runners, harnesses and integration tests need of the shared helpers, by file and line."""
    found: list[Reference] = []
    within: dict[str, list[str]] = {}
    for file, module in sorted(modules, key=lambda pair: pair[0].path):
        if file.role in _NEEDING:
            found += _sourced(module) if module.language == "bash" else _imported(module, paths)
        elif file.role is Role.HELPER and module.language == "bash":
            own = f"/{module.path}".rpartition(f"/{SHARED_HELPERS}/")[2]
            within[own] = [*_beside(module), *(r.needed[0] for r in _sourced(module))]
    return [*found, *_through(found, within)]


def _through(direct: Iterable[Reference], within: Mapping[str, list[str]]) -> Iterator[Reference]:
    """Give what the helpers that a file needs need themselves."""
    for reference in direct:
        seen = set(reference.needed)
        todo = list(reference.needed)
        while todo:
            for needed in within.get(todo.pop(), ()):
                if needed not in seen:
                    seen.add(needed)
                    todo.append(needed)
                    yield Reference((needed,), reference.path, reference.line)


def _beside(module: facts.Module) -> Iterator[str]:
    """List the files of its own folder that a helper sources: ``source "$(dirname "$0")/junit-path.sh"``."""
    folder = Folder.of(module.body)
    for node in module.of(facts.Import):
        if node.target is not None:
            match = _BESIDE.fullmatch(folder.text(node.target))
            if match is not None:
                yield match["file"]


def _sourced(module: facts.Module) -> Iterator[Reference]:
    """See ``source …/tools/integration-runner/x.sh`` and commands that run a script from there."""
    folder = Folder.of(module.body)
    for node in module.nodes():
        words: list[facts.Expr] = []
        if isinstance(node, facts.Import) and node.target is not None:
            words = [node.target]
        elif isinstance(node, facts.Call) and node.kind == "command":
            name = node.function.id if isinstance(node.function, facts.Name) else ""
            runs = name in ("bash", "sh", "exec", "env", "python", "python3", "node", "timeout")
            words = [node.function, *(a.value for a in node.arguments[:2] if runs and a.name is None)]
        elif isinstance(node, facts.Assign) and isinstance(node.value, facts.Sequence):
            # A command that is put together as an array: `cmd=("${ROOT}/tools/…/run-jest-integration.sh" …)`.
            words = list(node.value.items)
        for word in words:
            match = _INSIDE.fullmatch(folder.text(word))
            if match is not None and (isinstance(node, facts.Import) or _SCRIPT.fullmatch(match["file"])):
                yield Reference((match["file"],), module.path, node.span.line)


def _imported(module: facts.Module, paths: frozenset[str]) -> Iterator[Reference]:
    """See imports of the helpers by path (TypeScript) and of the top-level module ``integration_mode`` (Python)."""
    for node in module.several(facts.Import, facts.Export):
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
