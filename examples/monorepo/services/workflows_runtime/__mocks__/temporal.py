"""Temporal, in process."""

from __mocks__.fixtures import MADE
from workflows_runtime.provisioning import Request, Result, provision


async def run_mock_platform_workflow(request: Request) -> Result:
    """Run the workflow's steps with activities that know the fixtures."""

    async def activity(step: str, organization: str) -> str:
        made = MADE[step]
        if not made.endswith(f"-{organization}"):
            raise KeyError(f"no fixture for {organization}")
        return made

    return await provision(request, activity)
