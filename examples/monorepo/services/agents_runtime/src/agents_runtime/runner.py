"""One run of an agent."""

from agents_runtime.model import Agents, Artifacts, Outcome


class Runner:
    """Runs agents with an agents service and a store."""

    def __init__(self, agents: Agents, artifacts: Artifacts) -> None:
        self._agents = agents
        self._artifacts = artifacts

    def run(self, agent: str, task: str) -> Outcome:
        """Carry out a task and keep its transcript."""
        found = self._agents.get(agent)
        name = f"{found.id}/{task.replace(' ', '-')}.txt"
        self._artifacts.put(name, f"{found.instructions}\n\n{task}\n".encode())
        return Outcome(found.id, name)
