"""Tells apart patches: those that put a double in, and those that only give a setting another value."""

from __future__ import annotations

from lint430 import facts
from lint430.flow.results import CallEvent

_PATCHES = (".setattr", ".patch", ".patch.object")


def only_sets_a_value(call: CallEvent) -> bool:
    """Tell whether a patch builds nothing: ``setattr(clock, "step", 1)``, ``patch("app.settings.RETRY_DELAY", delay)``."""
    values = [argument.value for argument in call.node.arguments]
    last = values[-1] if values else None
    if isinstance(last, facts.Literal) and call.path.endswith(".setattr"):
        return True
    texts = [v.value for v in values[:2] if isinstance(v, facts.Literal) and isinstance(v.value, str) and v is not last]
    is_setting = bool(texts) and texts[0].rpartition(".")[2].isupper() and not isinstance(last, facts.Call | facts.Function)
    return is_setting and call.path.endswith(_PATCHES)
