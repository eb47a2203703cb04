"""ITM209: a double that is built in a test file."""

from __future__ import annotations

from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.doubles import Double, doubles, only_records, only_sets_a_value
from lint430.flow.provenance import Provenance
from lint430.flow.results import FileFlow
from lint430.languages import vocabulary
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM209",
    severity=Severity.WARNING,
    roles=frozenset({Role.INTEGRATION_TEST}),
    languages=frozenset({"python", "typescript", "go"}),
    since="0.1.0",
    suites_only=True,
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report each double once, where it is built."""
    del context
    found = [double for double in doubles(flow) if not _is_allowed(flow, double)]
    intercepted = {double.library for double in found if double.makes != "switch"}
    kept: list[Span] = []
    spies: set[str] = set()
    for double in found:
        # A library's switch is only reported where nothing says what the library answers.
        if double.makes == "switch" and double.library in intercepted:
            continue
        if (double.makes == "answer" and double.bound in spies) or any(span.contains(double.span) for span in kept):
            continue
        if double.makes == "answer" and double.bound:
            spies.add(double.bound)
        kept.append(double.span)
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=double.span,
            message=f"`{double}` builds a double in the test file, where no other suite can check or reuse it: move it to the service's `__mocks__/` and let the harness choose it",
        )


def _is_allowed(flow: FileFlow, double: Double) -> bool:
    """Tell whether a double comes from ``__mocks__/``, wraps the service's own code, or stands in for no dependency."""
    provenance = flow.once(Provenance)
    if provenance.are_mocks(double.node) or _is_the_product(flow, double) or only_sets_a_value(double) or only_records(flow, double):
        return True
    match double.makes:
        case "module":
            automock = double.replacement is None or isinstance(double.replacement, facts.Record)
            return automock or any(provenance.are_mocks(part) for part in double.parts)
        case "answer" if double.watched in vocabulary(flow.module.language).surroundings:
            return True
        case "server":
            # What serves nothing that can be seen is filled elsewhere, such as by the harness.
            return not double.parts or any(provenance.is_own(p) or provenance.are_mocks(p) for p in double.parts)
        case _:
            return any(provenance.are_mocks(part) for part in double.parts)


def _is_the_product(flow: FileFlow, double: Double) -> bool:
    """Tell whether a Python double is this repository's own product: the thing under test, not a stand-in for it."""
    return flow.module.language == "python" and flow.once(Provenance).is_of_repository(double.root)
