"""What the service offers, whoever carries the requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Completion:
    """An answer of a model."""

    model: str
    text: str


class InferenceError(Exception):
    """A refused request."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class Completions(Protocol):
    """Completes a prompt at once."""

    def complete(self, prompt: str, model: str) -> Completion: ...


class Stream(Protocol):
    """Completes a prompt token by token."""

    def tokens(self, prompt: str) -> Iterator[str]: ...


class Models(Protocol):
    """Knows which models can be asked."""

    def names(self) -> list[str]: ...
