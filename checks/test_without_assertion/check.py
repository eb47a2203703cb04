"""ITM212: a test that cannot fail."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.assertions import asserts
from lint430.flow.context import Context
from lint430.flow.index import Index
from lint430.flow.results import CallEvent, FileFlow, Scope
from lint430.flow.switches import switches
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM212",
    severity=Severity.WARNING,
    roles=frozenset({Role.INTEGRATION_TEST}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report tests in which nothing is asserted, helpers followed."""
    del context
    judged: set[int] = set()
    # What plainly asserts comes first: it spares most tests the closer look at everything else they call.
    for call in (*flow.once(Index).meaningful, *flow.calls):
        test = call.scope.test_scope()
        if test is not None and id(test) not in judged and (_registers(call) or asserts(flow, call)):
            judged.add(id(test))
    judged |= {id(call.decorates) for call in flow.calls if call.decorates is not None and "assert" in call.effects}
    judged |= {id(event.scope.test_scope()) for event in flow.exits if event.kind == "raise"}
    # A test that never runs is ITM205's, one that does not run always another check's.
    off = [switch.reach for switch in flow.once(switches) if switch.kind != "only"]
    off += [call.span for call in flow.once(Index).meaningful if call.means("disabled")]
    for scope in flow.scopes:
        if scope.test is None or scope.test.kind != "test" or scope.function is None or id(scope) in judged:
            continue
        if any(reach.contains(scope.function.span) for reach in off):
            continue
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=scope.registered_at or scope.function.span,
            message=f"{_shown(scope)} asserts nothing, so it passes whatever the service answers: assert what it is about, itself or in a helper that fails",
        )


def _registers(call: CallEvent) -> bool:
    return call.means("test", "group", "disabled", "only") or "test" in call.effects


def _shown(scope: Scope) -> str:
    name = " ".join(scope.name.split())
    return f"The test `{name if len(name) <= 60 else name[:59] + '…'}`" if name and "`" not in name else "This test"
