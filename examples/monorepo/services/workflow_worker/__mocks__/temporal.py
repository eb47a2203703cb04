"""Workflows without Temporal."""

from dataclasses import dataclass, field

from workflow_worker.activities import export_model
from workflow_worker.status import Update


@dataclass
class MockTemporal:
    """Runs activities at once, in memory, and remembers their status updates."""

    updates: list[Update] = field(default_factory=list)

    def run(self, workflow: str, elements: list[str]) -> str:
        """Run a workflow to its end."""
        return export_model(workflow, elements, self.updates.append)

    def states(self, workflow: str) -> list[str]:
        """List the states that a workflow went through."""
        return [update.state.value for update in self.updates if update.workflow == workflow]
