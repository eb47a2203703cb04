"""Runs workflows on the mode's Temporal."""

import asyncio
import uuid

from __mocks__.temporal import run_mock_platform_workflow
from integration_mode import is_cluster, require_env
from temporalio.client import Client
from workflows_runtime.provisioning import Request, Result
from workflows_runtime.workflow import TASK_QUEUE, PlatformWorkflow


async def run_live_platform_workflow(request: Request) -> Result:
    """Run the workflow on the cluster's worker."""
    client = await Client.connect(
        require_env("WORKFLOWS_RUNTIME_TEMPORAL_ADDRESS"),
        namespace=require_env("WORKFLOWS_RUNTIME_TEMPORAL_NAMESPACE"),
    )
    return await client.execute_workflow(
        PlatformWorkflow.run, request, id=f"platform-{uuid.uuid4()}", task_queue=TASK_QUEUE
    )


def run_workflow(request: Request) -> Result:
    """Run the workflow to its end."""
    run = run_live_platform_workflow if is_cluster() else run_mock_platform_workflow
    return asyncio.run(run(request))
