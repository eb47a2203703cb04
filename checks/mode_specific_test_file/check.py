"""ITM303: a test file that exists for one mode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.index import Index
from lint430.flow.naming import ModeWords
from lint430.flow.results import FileFlow
from lint430.languages import vocabulary
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM303",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST, Role.UNIT_TEST}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    needs_contract=True,
)

_PRODUCTS = re.compile(
    r"no|redis|valkey|kube|kubernetes|k8s|k3s|kind|eks|gke|aks|ray|dask|spark|galera|ndb|memcached|multi|cross"
    r"|create|delete|update|get|list|join|leave|scale|manage|provision|upgrade|describe|register|import|remove|add|show"
)
"""Before ``cluster``, these make a product's name or an action on one."""
_GO_TEST = re.compile(r"(?:Test|Benchmark|Fuzz|Example)(?![a-z])")
_FOLDERS = frozenset(("__tests__", "tests", "test"))
_TESTS = frozenset(("test", "tests", "spec"))

Sign = tuple[Span, str, str]
"""Where it shows, what shows it, and for which mode the file is."""
_TOP = Span(1, 1, 1, 1)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the first sign that the file is for one mode: its name, its folder, a build tag, a marker."""
    if flow.module.language == "go" and not _has_tests(flow):
        return
    above, inside = _folders(flow)
    modes = ModeWords(context.config, above)
    for span, what, mode in (*_stem(flow, context, modes), *_folder(inside, modes), *_tag(flow, modes), *_marker(flow, modes)):
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=span,
            message=(
                f"This test file exists for `{mode}` only ({what}): the other mode never runs it; "
                "move its tests into the one file that both modes run and choose the client in the harness"
            ),
        )
        return


def _has_tests(flow: FileFlow) -> bool:
    """Tell whether a Go file has a test, unlike a ``client_mock_test.go`` that declares a double; one without any function leaves that open."""
    scopes = [scope for scope in flow.scopes if scope.function is not None]
    tests = any(scope.test is not None or _GO_TEST.match(scope.name) for scope in scopes)
    return not scopes or tests or any(call.means("test", "group") for call in flow.calls)


def _stem(flow: FileFlow, context: Context, modes: ModeWords) -> Iterator[Sign]:
    parts = [part for part in flow.file.name.split(".")[:-1] if part.lower() not in _TESTS]
    if not parts or any(map(modes.is_product, (flow.file.name, ".".join(parts), *parts))):
        return
    for part in parts[1:]:
        mode = modes.whole(part) or (part.lower() if _is_paired(flow, context, modes, part) else None)
        if mode is not None:
            yield _TOP, f"`{part}` in its name", mode
    ending = modes.last(parts[0])
    if ending is not None:
        word, before, mode = ending
        if mode is not None and _PRODUCTS.fullmatch(before) and (before == "no" or not _has_counterpart(flow, context, word)):
            mode = None
        if mode is not None or _is_paired(flow, context, modes, word):
            yield _TOP, f"`{word}` at the end of its name", mode or word


def _is_paired(flow: FileFlow, context: Context, modes: ModeWords, word: str) -> bool:
    """Tell whether a weak word (``repo``, ``local``, ``live``) is a mode: the same file exists for a strong one."""
    return modes.is_weak(word) and _has_counterpart(flow, context, word, strong=True)


def _has_counterpart(flow: FileFlow, context: Context, word: str, *, strong: bool = False) -> bool:
    folder, _, name = flow.file.path.rpartition("/")
    begin, middle, end = name.rpartition(word)
    others = {*context.config.live_values, "mock"} if strong else {*context.config.values, "mock", "live"}
    return bool(middle) and any(f"{folder}/{begin}{other}{end}" in context.paths for other in others - {word.lower()})


def _folder(inside: list[str], modes: ModeWords) -> Iterator[Sign]:
    yield from ((_TOP, f"folder `{folder}`", mode) for folder in inside if (mode := modes.whole(folder)) is not None)


def _tag(flow: FileFlow, modes: ModeWords) -> Iterator[Sign]:
    kind = "build tag" if flow.module.language == "go" else "tag"
    yield from ((span, f"{kind} `{tag}`", mode) for tag, span in flow.module.tags if (mode := modes.whole(tag)) is not None)


def _marker(flow: FileFlow, modes: ModeWords) -> Iterator[Sign]:
    for node in flow.once(Index).of(facts.Attribute) if vocabulary(flow.module.language).marks else ():
        if any(mode in node.name.lower() for mode in modes.strong) and flow.value(node).path == f"pytest.mark.{node.name}":
            if (mode := modes.whole(node.name)) is not None:
                yield node.span, f"marker `{node.name}`", mode


def _folders(flow: FileFlow) -> tuple[list[str], list[str]]:
    """Give the folders above the tests, which say what is tested, and those among the tests."""
    folders = flow.file.path.split("/")[:-1]
    suite = flow.file.suite
    if suite is not None and flow.file.in_suite_folder:
        return [*suite.path.split("/"), suite.name], folders[len(suite.folder.split("/")) :]
    if flow.file.role is Role.UNIT_TEST:
        # A unit test's folders mirror the code: `tests/cluster/` holds the tests of a product's cluster package.
        return folders, []
    index = next((i for i, folder in enumerate(folders) if folder in _FOLDERS), len(folders))
    return folders[:index], folders[index:]
