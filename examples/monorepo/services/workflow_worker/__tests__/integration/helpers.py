"""Runs platform workflows on the mode's Temporal."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from __mocks__.temporal import MockTemporal
from integration_mode import integration_mode, require_env
from temporalio.client import Client, WorkflowFailureError


class Temporal(Protocol):
    """What the suite needs of Temporal."""

    def run(self, workflow: str, elements: list[str]) -> str: ...

    def states(self, workflow: str) -> list[str]: ...


@dataclass
class LiveTemporal:
    """The cluster's Temporal."""

    address: str
    task_queue: str

    def run(self, workflow: str, elements: list[str]) -> str:
        """Run a workflow to its end."""

        async def execute() -> str:
            client = await Client.connect(self.address)
            return await client.execute_workflow(
                "PlatformWorkflow",
                args=[workflow, elements],
                id=workflow,
                task_queue=self.task_queue,
            )

        try:
            return asyncio.run(execute())
        except WorkflowFailureError as error:
            raise ValueError(str(error.cause)) from error

    def states(self, workflow: str) -> list[str]:
        """List the states that a workflow went through."""

        async def query() -> list[str]:
            client = await Client.connect(self.address)
            return await client.get_workflow_handle(workflow).query("states")

        return asyncio.run(query())


def open_temporal() -> Temporal:
    """Connect to the cluster's Temporal, or start one in memory."""
    if integration_mode() == "cluster":
        return LiveTemporal(
            require_env("WORKFLOW_WORKER_TEMPORAL_ADDRESS"),
            require_env("WORKFLOW_WORKER_TEMPORAL_TASK_QUEUE"),
        )
    return MockTemporal()


def run_platform_workflow(workflow: str, elements: list[str]) -> tuple[str, list[str]]:
    """Run a workflow and give its output and the states it went through."""
    temporal = open_temporal()
    output = temporal.run(workflow, elements)
    return output, temporal.states(workflow)
