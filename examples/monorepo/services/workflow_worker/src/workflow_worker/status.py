"""How a run tells where it is."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a run can be."""

    STARTED = "started"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True)
class Update:
    """One status update of a run."""

    workflow: str
    state: State
    detail: str = ""
