"""What the runtime works with."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Agent:
    """An agent as the agents service describes it."""

    id: str
    instructions: str


@dataclass(frozen=True)
class Outcome:
    """What a run of an agent left behind."""

    agent: str
    artifact: str


class Agents(Protocol):
    """The agents service."""

    def get(self, id: str) -> Agent: ...


class Artifacts(Protocol):
    """Where runs keep their output."""

    def put(self, name: str, data: bytes) -> None: ...

    def get(self, name: str) -> bytes: ...


class Runtime(Protocol):
    """The runtime service."""

    def run(self, agent: str, task: str) -> Outcome: ...
