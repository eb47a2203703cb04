"""ITM303: a test file that exists for one mode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM303",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST, Role.UNIT_TEST}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    needs_contract=True,
)

_FORMS = {"mock": frozenset(("mock", "mocks", "mocked"))}
_BESIDE = frozenset(("only", "mode", "test", "tests", "integration", "int", "it", "suite", "requires", "needs", "in", "on", "profile"))
"""Words that may stand beside a mode without making it something else: ``cluster_only``, ``mock.integration``."""
_TESTS = frozenset(("test", "tests", "spec"))
_PRODUCTS = re.compile(
    r"redis|valkey|kube|kubernetes|k8s|k3s|kind|eks|gke|aks|ray|dask|spark|galera|ndb|memcached|multi|cross"
    r"|create|delete|update|get|list|join|leave|scale|manage|provision|upgrade|describe|register|import|remove|add|show"
)
"""Before ``cluster``, these make a product's name or an action on one."""
_GO_TEST = re.compile(r"(?:Test|Benchmark|Fuzz|Example)(?![a-z])")
_FOLDERS = frozenset(("__tests__", "tests", "test"))


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the first sign that the file is for one mode: its name, its folder, a build tag, a marker."""
    path = flow.file.path
    if flow.module.language == "go" and not _has_tests(flow):
        # client_mock_test.go that only declares a double.
        return
    above, inside = _folders(flow)
    named = {word for folder in above for word in _words(folder)}
    live = set(context.config.live_values)
    modes = {mode for mode in live | {"mock"} if not named & _forms(mode)}
    products = {word.lower() for word in context.config.product_words}
    found = (
        _stem(flow, context, modes, products)
        or _folder(inside, modes, products)
        or _tag(flow, modes, products)
        or _marker(flow, modes, products)
    )
    if found is None:
        return
    span, what, mode = found
    yield Finding(
        code=CHECK.code,
        path=path,
        span=span,
        message=(
            f"This test file exists for `{mode}` only ({what}): the other mode never runs it; "
            "move its tests into the one file that both modes run and choose the client in the harness"
        ),
    )


def _has_tests(flow: FileFlow) -> bool:
    """Tell whether a Go file has a test; one without any function leaves that open."""
    scopes = [scope for scope in flow.scopes if scope.function is not None]
    return (
        not scopes
        or any(scope.test is not None or _GO_TEST.match(scope.name) for scope in scopes)
        or any(call.meaning is not None and call.meaning.kind in ("test", "group") for call in flow.calls)
    )


Sign = tuple[Span, str, str]
"""Where it shows, what shows it, and for which mode the file is."""
_TOP = Span(1, 1, 1, 1)


def _stem(flow: FileFlow, context: Context, modes: set[str], products: set[str]) -> Sign | None:
    name = flow.file.name
    parts = [part for part in name.split(".")[:-1] if part.lower() not in _TESTS]
    if not parts or {name.lower(), ".".join(parts).lower()} & products or any(p.lower() in products for p in parts):
        return None
    first = _words(parts[0])
    stem = [word for index, word in enumerate(first) if not (word in _TESTS and index in (0, len(first) - 1))]
    for part in parts[1:]:
        words = _words(part)
        mode = _mode_of(words, modes) or _paired(flow, context, part)
        if mode is not None:
            return _TOP, f"`{part}` in its name", mode
    while len(stem) > 1 and stem[-1] in _BESIDE:
        stem.pop()
    if len(stem) > 1:
        for mode in sorted(modes):
            if stem[-1] in _forms(mode) and not (stem[-2] == "no" or _is_product(stem[-2], flow, context, stem[-1])):
                return _TOP, f"`{stem[-1]}` at the end of its name", mode
        mode = _paired(flow, context, stem[-1])
        if mode is not None:
            return _TOP, f"`{stem[-1]}` at the end of its name", mode
    return None


def _is_product(before: str, flow: FileFlow, context: Context, word: str) -> bool:
    """Tell whether the word belongs to the one before it, and no file beside this one is its counterpart."""
    return _PRODUCTS.fullmatch(before) is not None and not any(
        _replaced(flow.file.path, word, other) in context.paths for other in (*context.config.values, "mock", "live") if other != word
    )


def _paired(flow: FileFlow, context: Context, word: str) -> str | None:
    """Take a weak word (``repo``, ``local``, ``live``) for a mode where the same file exists for a strong one."""
    if word.lower() not in {*context.config.values, "live", "fake"}:
        return None
    strong = {*context.config.live_values, "mock"} - {word.lower()}
    return word.lower() if any(_replaced(flow.file.path, word, other) in context.paths for other in strong) else None


def _replaced(path: str, word: str, other: str) -> str:
    folder, _, name = path.rpartition("/")
    begin, middle, end = name.rpartition(word)
    return f"{folder}/{begin}{other}{end}" if middle else ""


def _folder(inside: list[str], modes: set[str], products: set[str]) -> Sign | None:
    for folder in inside:
        mode = None if folder.lower() in products else _mode_of(_words(folder), modes)
        if mode is not None:
            return _TOP, f"folder `{folder}`", mode
    return None


def _tag(flow: FileFlow, modes: set[str], products: set[str]) -> Sign | None:
    for tag, span in flow.module.tags:
        mode = None if tag.lower() in products else _mode_of(_words(tag), modes)
        if mode is not None:
            return span, f"build tag `{tag}`" if flow.module.language == "go" else f"tag `{tag}`", mode
    return None


def _marker(flow: FileFlow, modes: set[str], products: set[str]) -> Sign | None:
    if flow.module.language != "python":
        return None
    for node in facts.walk(list(flow.module.body)):
        if isinstance(node, facts.Attribute) and node.name.lower() not in products:
            path = flow.value(node).path or ""
            mode = _mode_of(_words(node.name), modes) if path == f"pytest.mark.{node.name}" else None
            if mode is not None:
                return node.span, f"marker `{node.name}`", mode
    return None


def _mode_of(words: list[str], modes: set[str]) -> str | None:
    """Give the mode that a name of these words says, when it says nothing else."""
    for mode in sorted(modes):
        forms = _forms(mode)
        if any(w in forms for w in words) and all(w in forms or w in _BESIDE for w in words):
            return mode
    return None


def _forms(mode: str) -> frozenset[str]:
    return _FORMS.get(mode, frozenset((mode,)))


def _words(name: str) -> list[str]:
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", parted) if word]


def _folders(flow: FileFlow) -> tuple[list[str], list[str]]:
    """Give the folders above the tests, which say what is tested, and those among the tests."""
    folders = flow.file.path.split("/")[:-1]
    suite = flow.file.suite
    if suite is not None and flow.file.in_suite_folder:
        count = len(suite.folder.split("/"))
        return [*suite.path.split("/"), suite.name], folders[count:]
    if flow.file.role is Role.UNIT_TEST:
        # A unit test's folders mirror the code: `tests/cluster/` holds the tests of a product's cluster package.
        return folders, []
    index = next((i for i, folder in enumerate(folders) if folder in _FOLDERS), len(folders))
    return folders[:index], folders[index:]
