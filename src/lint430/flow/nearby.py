"""Which test files can have to do with the ones that are asked for: those they import, and those that import them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from lint430.flow.solve import TEST_ROLES
from lint430.languages.go.resolution import declared
from lint430.languages.resolution import Resolver, ancestors
from lint430.model import File

_NAMES = re.compile(rb"""["']([A-Za-z_][\w.]*)["']""")
"""What ``pytest_plugins`` may hold."""
_INTERFACE = {"typescript": re.compile(rb"\binterface\s"), "go": re.compile(rb"\binterface\s*\{([^}]*)\}")}
_HEIR = re.compile(rb"\bclass\b[^{}]*?\b(?:implements|extends)\b")
_ASKED = re.compile(rb"^\s*([A-Za-z_]\w*)\(", re.MULTILINE)
"""A method of an interface."""


def near(files: Sequence[File], wanted: Collection[str], resolver: Resolver) -> set[str]:
    """Give the paths of files that may use the wanted ones, through however many imports, and of all that these or the wanted ones may use.

    Whoever calls a wanted file's functions says what flows in; what a wanted file calls says what it does. Imports are searched for in the
    text, so that too many are found rather than too few.
    """
    uses = _uses(files, resolver)
    for path, heirs in _implementations(files, uses).items():
        uses[path] |= heirs
    users: dict[str, set[str]] = {}
    for path, used in uses.items():
        for other in used:
            users.setdefault(other, set()).add(path)
    return reach(reach({file.path for file in files if file.path in wanted}, users), uses)


def reach(start: Iterable[str], ways: Mapping[str, Collection[str]]) -> set[str]:
    """Give what can be got to along ways, the start included."""
    found = set(start)
    todo = sorted(found)
    while todo:
        for path in set(ways.get(todo.pop(), ())) - found:
            found.add(path)
            todo.append(path)
    return found


def _uses(files: Sequence[File], resolver: Resolver) -> dict[str, set[str]]:
    """Give for each file those of the others that it may use."""
    paths = {file.path for file in files}
    packages: dict[str, set[str]] = {}
    for file in files:
        if file.language == "go":
            packages.setdefault(file.path.rpartition("/")[0], set()).add(file.path)
    uses: dict[str, set[str]] = {}
    for file in files:
        found = uses[file.path] = set(_implied(file, resolver))
        found |= packages.get(file.path.rpartition("/")[0], set()) if file.language == "go" else set()
        for target in resolver.mentioned(file.path, file.language or "", file.data):
            found |= packages.get(target, set()) | {target}
        found &= paths
    return uses


def _implementations(files: Sequence[File], uses: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Give for files of tests that declare an interface those that may implement it: whoever asks the interface asks them."""
    asked = {file.path: file for file in files if file.role in TEST_ROLES and file.language in _INTERFACE}
    asked = {path: file for path, file in asked.items() if _INTERFACE[file.language or ""].search(file.data)}
    methods: dict[str, set[str]] = {}
    found: dict[str, set[str]] = {}
    for file in files if asked else ():
        if file.language == "go":
            for name in declared(file.data):
                methods.setdefault(name.partition(".")[2], set()).add(file.path)
        elif file.language == "typescript" and _HEIR.search(file.data):
            for path in reach([file.path], uses) & asked.keys():
                found.setdefault(path, set()).add(file.path)
    for path, file in asked.items():
        for block in _INTERFACE["go"].findall(file.data) if file.language == "go" else ():
            for name in _ASKED.findall(block):
                found.setdefault(path, set()).update(methods.get(name.decode(), ()))
    return found


def _implied(file: File, resolver: Resolver) -> Iterator[str]:
    """Give what a file uses without importing it: fixtures of the folders above, and plugins by their names."""
    if file.language == "python":
        for folder in ancestors(file.path):
            yield f"{folder}/conftest.py" if folder else "conftest.py"
        if b"pytest_plugins" in file.data:
            for name in _NAMES.findall(file.data):
                target = resolver(file.path, "python", name.decode("ascii"))
                if target is not None:
                    yield target
