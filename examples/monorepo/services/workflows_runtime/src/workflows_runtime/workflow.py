"""The Temporal workflow."""

from datetime import timedelta

from temporalio import workflow

from workflows_runtime.provisioning import Request, Result, provision

TASK_QUEUE = "platform-workflows"


@workflow.defn
class PlatformWorkflow:
    """Provisions an organization, surviving restarts of its worker."""

    @workflow.run
    async def run(self, request: Request) -> Result:
        """Run every step as an activity."""

        async def activity(step: str, organization: str) -> str:
            return await workflow.execute_activity(
                step, organization, start_to_close_timeout=timedelta(minutes=5)
            )

        return await provision(request, activity)
