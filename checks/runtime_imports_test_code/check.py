"""ITM103: application code that imports doubles, tests or the mode helper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM103",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNTIME}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
)

_TEST_FOLDER = re.compile(r"(?:^|[/.])(__mocks__|__tests__)(?:[/.:]|$)")


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report imports that lead out of the application into its test code."""
    names = Names(context.config)
    for event in flow.imports:
        if event.type_only:
            continue
        targets = [event.module, event.resolved or "", *(name.path for name in event.names if not name.type_only)]
        yield from _finding(flow, event.span, _what(targets, names, context))
    for call in flow.calls:
        if call.path in ("require", "import", "importlib.import_module", "__import__") and call.arguments:
            modules = [str(c) for c in call.arguments[0].constants if isinstance(c, str)]
            yield from _finding(flow, call.span, _what(modules, names, context))
        elif flow.module.language == "bash" and isinstance(call.node.function, facts.Name):
            yield from _finding(flow, call.span, _what([call.path], names, context) if "/" in call.path else None)


def _what(targets: list[str], names: Names, context: Context) -> str | None:
    for target in targets:
        folder = _TEST_FOLDER.search(target)
        if folder is not None:
            return f"`{folder.group(1)}`"
        if names.is_helper_module(target) or context.paths.get(target) is Role.HELPER:
            return "the mode helper"
    return None


def _finding(flow: FileFlow, span: Span, what: str | None) -> Iterator[Finding]:
    if what is not None:
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=span,
            message=f"Application code imports {what}: test code ships with the service; inject what is needed from the harness instead",
        )
