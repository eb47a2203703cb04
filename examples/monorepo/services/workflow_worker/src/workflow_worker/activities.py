"""What the worker can do."""

from collections.abc import Callable

from workflow_worker.status import State, Update

Report = Callable[[Update], None]


def export_model(workflow: str, elements: list[str], report: Report) -> str:
    """Export a model as text and report start and end."""
    report(Update(workflow, State.STARTED))
    if not elements:
        report(Update(workflow, State.FAILED, "the model is empty"))
        raise ValueError("the model is empty")
    report(Update(workflow, State.COMPLETED, f"{len(elements)} elements"))
    return "\n".join(sorted(elements))
