"""ITM102: application code that reads the mode and hands it on to somewhere out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import EnvironmentRead, FileFlow
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM102",
    severity=Severity.WARNING,
    roles=frozenset({Role.RUNTIME, Role.UNIT_TEST}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
)

_BUILD_CONFIG = re.compile(r"(?:^|/)next\.config\.[cm]?[jt]s$")


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report reads of the mode that no branch could be traced to; in unit tests, every read."""
    del context
    unit = flow.file.role is Role.UNIT_TEST
    if not unit and _BUILD_CONFIG.search(flow.file.path):
        return
    explicit = {read.name for read in flow.reads if read.is_mode and read.explicit}
    for read in flow.reads:
        if not read.is_mode or read.via_import or _is_declaration(read, explicit):
            continue
        if unit:
            yield Finding(
                code=CHECK.code,
                path=flow.file.path,
                span=read.span,
                message=f"This unit test touches the mode (`{read.name}`): a unit test has one way to run; give the code under test its double directly",
                severity=Severity.NOTE,
            )
        elif not read.decides:
            yield Finding(
                code=CHECK.code,
                path=flow.file.path,
                span=read.span,
                message=(
                    f"Application code reads the mode (`{read.name}`) and hands it on where it cannot be followed; "
                    "the mode belongs to the test harness: remove the read"
                ),
            )


def _is_declaration(read: EnvironmentRead, explicit: set[str]) -> bool:
    return not read.explicit and read.name in explicit
