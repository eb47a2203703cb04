"""The agents and runtime services, in memory."""

from __mocks__.fixtures import AGENTS
from agents_runtime.model import Agent, Artifacts, Outcome
from agents_runtime.runner import Runner
from ameide_sdk import RpcError


class MockAgents:
    """An agents service that knows the fixtures."""

    def get(self, id: str) -> Agent:
        """Give an agent."""
        if id not in AGENTS:
            raise RpcError("not_found", f"no agent {id}")
        return AGENTS[id]


class MockRuntime:
    """The runtime service without its network: the real runner over doubles."""

    def __init__(self, artifacts: Artifacts) -> None:
        self._runner = Runner(MockAgents(), artifacts)

    def run(self, agent: str, task: str) -> Outcome:
        """Run an agent."""
        return self._runner.run(agent, task)
