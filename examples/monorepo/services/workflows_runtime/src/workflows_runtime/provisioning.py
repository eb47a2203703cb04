"""What provisioning an organization takes, wherever it runs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Activity = Callable[[str, str], Awaitable[str]]
"""Runs a named activity for an organization and gives the id of what it made."""

STEPS = ("create_realm", "create_bucket", "seed_repository")


@dataclass(frozen=True)
class Request:
    """Which organization to provision."""

    organization: str


@dataclass
class Result:
    """What was made, by step."""

    organization: str
    made: dict[str, str] = field(default_factory=dict)


async def provision(request: Request, run: Activity) -> Result:
    """Run the steps in order."""
    result = Result(request.organization)
    for step in STEPS:
        result.made[step] = await run(step, request.organization)
    return result
