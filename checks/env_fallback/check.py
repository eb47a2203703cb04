"""ITM207: a default for a variable that a suite needs."""

from __future__ import annotations

from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.fallbacks import Fallback, fallbacks, is_empty
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM207",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report defaults that hide a missing variable."""
    names = Names(context.config)
    seen: set[tuple[int, int]] = set()
    for found in sorted([*flow.once(fallbacks), *_declared(flow)], key=lambda f: (f.span.line, f.span.column)):
        place = (found.span.line, found.span.column)
        if place in seen or found.reads or is_empty(found) or _is_allowed(names, context, found):
            continue
        seen.add(place)
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=found.span,
            message=f"{_shown(found)} stands in for `{found.name}`, so a missing variable goes unnoticed: require the variable and fail with a clear message",
        )


def _is_allowed(names: Names, context: Context, found: Fallback) -> bool:
    if found.is_mode or names.is_setting(found.name):
        texts = [str(c).lower() for c in found.constants if c not in ("", None)]
        return not context.config.values or all(text == context.config.default_value for text in texts)
    return names.is_process_variable(found.name) or names.is_toggle(found.name)


def _shown(found: Fallback) -> str:
    shown = next((c for c in found.constants if c not in ("", None)), "")
    text = " ".join(str(shown).split())
    return f"The default `{text if len(text) <= 40 else text[:39] + '…'}`" if text and "`" not in text else "A default"


def _declared(flow: FileFlow) -> Iterator[Fallback]:
    """See ``viper.SetDefault("billing.addr", "localhost:50051")``."""
    for call in flow.calls:
        if call.path.endswith(("viper:SetDefault", "viper:New().SetDefault", "viper:Viper.SetDefault")) and len(call.arguments) == 2:
            key, value = call.arguments
            if value.constants and isinstance(value.expr, facts.Expr) and all(isinstance(c, str) for c in key.constants) and key.constants:
                name = str(key.constants[0]).replace(".", "_").replace("-", "_").upper()
                yield Fallback(name, False, value.expr.span, value.constants)
