"""The worker's process."""

import asyncio
import os

from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from workflow_worker.activities import export_model


@activity.defn(name="export_model")
def export(workflow: str, elements: list[str]) -> str:
    """Export a model; each status update is a heartbeat."""
    return export_model(workflow, elements, activity.heartbeat)


async def main() -> None:
    """Serve the task queue until the process is stopped."""
    client = await Client.connect(os.environ["TEMPORAL_ADDRESS"])
    await Worker(client, task_queue="workflow-worker", activities=[export]).run()


if __name__ == "__main__":
    asyncio.run(main())
