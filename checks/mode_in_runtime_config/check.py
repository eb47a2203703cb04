"""ITM104: the mode variable baked into what ships."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM104",
    severity=Severity.WARNING,
    roles=frozenset({Role.RUNTIME}),
    languages=frozenset({"manifest", "typescript"}),
    since="0.1.0",
)

_SHIPS = {
    "dockerfile-env": "the image's `ENV`",
    "dockerfile-arg": "the image's build arguments",
    "env-file": "an environment file",
    "workload-env": "a workload's environment",
}
_NOT_SHIPPED = re.compile(
    r"(?:^|/)[^/]*\.env[^/]*\.?(?:example|sample|template|dist|test|integration)[^/]*$|(?:^|/)\.env\.(?:test|integration|example|sample|template)"
)
_BUILD_CONFIG = re.compile(r"(?:^|/)next\.config\.[cm]?[jt]s$")


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report each mode variable once per file."""
    variables = context.config.variables
    seen: set[str] = set()
    if _NOT_SHIPPED.search(flow.file.path):
        return
    for setting in flow.module.settings:
        if setting.name in variables and setting.where in _SHIPS and setting.name not in seen:
            seen.add(setting.name)
            yield _finding(flow, setting.span, setting.name, _SHIPS[setting.where])
    if _BUILD_CONFIG.search(flow.file.path):
        places = sorted(
            [(read.span, read.name) for read in flow.reads if read.is_mode and not read.decides]
            + [(write.span, write.name) for write in flow.writes if write.name in variables],
            key=lambda pair: (pair[0].line, pair[0].column),
        )
        for span, name in places:
            if name not in seen:
                seen.add(name)
                yield _finding(flow, span, name, "the application's build")


def _finding(flow: FileFlow, span: Span, name: str, where: str) -> Finding:
    return Finding(
        code=CHECK.code,
        path=flow.file.path,
        span=span,
        message=f"`{name}` is set in {where}, which ships: only runners and CI set the mode; remove it here",
    )
