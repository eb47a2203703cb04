"""ITM302: tests that are chosen by the mode."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow, reported
from lint430.flow.selection import narrowing
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM302",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS, Role.TEST_CONFIG, Role.MOCK, Role.RUNNER, Role.HELPER, Role.CI}),
    languages=frozenset({"python", "typescript", "go", "bash", "manifest"}),
    since="0.1.0",
)

_OPTIONS = re.compile(r"(?:^|\.)(?:addopts|PYTEST_ADDOPTS)(?:\.\d+)?$")
_EXPRESSION = re.compile(r"(?:^|\s)-[mk](?:\s+|=)?(?:\"([^\"]*)\"|'([^']*)'|(\S+))")


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report selections by the mode in code and scripts, marker expressions in options, and package scripts that narrow one mode."""
    yield from reported(
        flow,
        "selection",
        CHECK.code,
        lambda origin: (
            f"Which tests run is decided by {origin} here: every mode runs the same tests; let the mode choose the client and drop this selection"
        ),
        "decides which tests run",
    )
    for span, text in _in_options(flow, context):
        yield _narrowed(
            flow,
            span,
            f"The option `{text}` leaves out the tests of one mode: every mode runs the same tests; remove the marker and its selection",
        )
    names = Names(context.config)
    for script, mode, words in narrowing(flow.module, names):
        yield _narrowed(
            flow,
            script.span,
            f"`{script.name}` sets the mode to `{mode}` and narrows the tests (`{' '.join(words)}`): every mode runs the same tests; drop the selection",
        )


def _narrowed(flow: FileFlow, span: Span, message: str) -> Finding:
    return Finding(code=CHECK.code, path=flow.file.path, span=span, message=message)


def _in_options(flow: FileFlow, context: Context) -> Iterator[tuple[Span, str]]:
    """List the marker and keyword expressions of pytest's options that name a mode."""
    words = {*context.config.live_values, "mock"} - set(context.config.product_words)
    texts: dict[str, list[facts.Option]] = {}
    for option in flow.module.options:
        if isinstance(option.value, str) and _OPTIONS.search(option.key):
            texts.setdefault(re.sub(r"\.\d+$", "", option.key), []).append(option)
    for options in texts.values():
        written = " ".join(
            f'"{o.value}"' if len(options) > 1 and " " in str(o.value) and not str(o.value).startswith("-") else str(o.value)
            for o in options
        )
        for match in _EXPRESSION.finditer(written):
            expression = next(group for group in match.groups() if group is not None)
            if words & set(re.findall(r"[a-z]+", expression.lower())):
                place = next((o for o in options if expression in str(o.value)), options[0])
                yield place.span, match.group().strip()
