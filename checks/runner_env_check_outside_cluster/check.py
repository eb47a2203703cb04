"""ITM411: a runner that demands variables outside the cluster, or none inside."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import CLUSTER, TOP
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM411",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report where a variable is demanded in every mode, and a cluster arm that demands nothing."""
    del context
    runner = flow.runner
    if runner is None:
        return
    demand = runner.demand
    if demand is not None:
        message = "A variable is demanded outside the cluster, where nothing is required: ask for it only when the mode is `cluster`"
        yield Finding(code=CHECK.code, path=flow.file.path, span=demand, message=message)
    if runner.blind or runner.refusal is not None or not runner.knows_mode:
        return
    arrays = runner.steps(CLUSTER, "array")
    if arrays and not any(array.words for array in arrays):
        return
    if not runner.steps(CLUSTER, "require"):
        message = "Cluster mode does not call `require_cluster_mode`: call it, and check every entry of `required_vars`, when the mode is `cluster`"
        yield Finding(code=CHECK.code, path=flow.file.path, span=runner.cluster_arm or TOP, message=message)
    elif arrays and not runner.checks_cluster:
        message = "These variables are listed and never checked: when the mode is `cluster`, exit with 1 on each that is missing"
        yield Finding(code=CHECK.code, path=flow.file.path, span=arrays[0].place, message=message)
