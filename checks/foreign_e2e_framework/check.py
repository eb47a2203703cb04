"""ITM601: E2E with something else than Playwright in TypeScript."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.frameworks import configured_framework, declared_frameworks, framework_of, uses_cypress
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity, Span
from lint430.repository.suites import is_test_name

CHECK = Check(
    code="ITM601",
    severity=Severity.ERROR,
    roles=frozenset({Role.E2E, Role.INTEGRATION_TEST, Role.HARNESS, Role.UNIT_TEST, Role.TEST_CONFIG}),
    languages=frozenset({"typescript", "python", "go", "manifest"}),
    since="0.1.0",
)

_TOP = Span(1, 1, 1, 1)
_OTHER = {"python": "Python", "go": "Go"}


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report each file once, and in a manifest each framework once."""
    if not (context.contract_in_force or context.has_e2e_suite):
        return
    if flow.module.language == "manifest":
        yield from _manifest(flow, context)
        return
    found = _imported(flow) or _named(flow) or _global(flow) or _language(flow)
    if found is not None:
        what, span = found
        yield _finding(flow, what, span)


def _imported(flow: FileFlow) -> tuple[str, Span] | None:
    for event in flow.imports:
        framework = framework_of(event.module)
        if framework is not None:
            return f"This file uses {framework}", event.span
    return None


def _named(flow: FileFlow) -> tuple[str, Span] | None:
    framework = configured_framework(flow.file.name)
    return None if framework is None else (f"This is a file of {framework}", _TOP)


def _global(flow: FileFlow) -> tuple[str, Span] | None:
    span = uses_cypress(flow.module) if flow.module.language == "typescript" else None
    return None if span is None else ("This file uses Cypress", span)


def _language(flow: FileFlow) -> tuple[str, Span] | None:
    """See an E2E test in Python or Go; what only supports it moves along."""
    language = _OTHER.get(flow.module.language)
    if language is None or flow.file.role is not Role.E2E or not is_test_name(flow.file.name):
        return None
    return f"This E2E test is written in {language}", _TOP


def _manifest(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the frameworks a manifest asks for, unless code that ships uses them: a browser that prints invoices tests nothing."""
    named = configured_framework(flow.file.name)
    if named is not None:
        yield _finding(flow, f"This is a file of {named}", _TOP)
        return
    folder = flow.file.path.rpartition("/")[0]
    shipped = {
        framework_of(module) or module
        for path, modules in context.shipped_imports.items()
        if not folder or path.startswith(f"{folder}/")
        for module in modules
    }
    seen: set[str] = set()
    for framework, package, span in declared_frameworks(flow.module):
        if framework not in seen and framework not in shipped:
            seen.add(framework)
            yield _finding(flow, f"`{package}` brings {framework}", span, about=framework)


def _finding(flow: FileFlow, what: str, span: Span, about: str = "") -> Finding:
    return Finding(
        code=CHECK.code,
        path=flow.file.path,
        span=span,
        message=f"{what}: E2E suites are Playwright, in TypeScript; write it as a Playwright spec",
        about=about,
    )
