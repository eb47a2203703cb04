"""The clients of the mode."""

from dataclasses import dataclass

from __mocks__.grpc import MockModels
from __mocks__.http import MockCompletions
from __mocks__.websocket import MockStream
from inference.api import Completions, Models, Stream
from inference.clients import GrpcModels, HttpCompletions, WebSocketStream
from integration_mode import is_cluster, require_env


@dataclass(frozen=True)
class Clients:
    """One client for each way to the service."""

    completions: Completions
    models: Models
    stream: Stream


def create_clients() -> Clients:
    """Give live clients in cluster mode and doubles otherwise."""
    if is_cluster():
        return Clients(
            HttpCompletions(require_env("INFERENCE_HTTP_URL")),
            GrpcModels(require_env("INFERENCE_GRPC_ADDRESS")),
            WebSocketStream(require_env("INFERENCE_WEBSOCKET_URL")),
        )
    return Clients(MockCompletions(), MockModels(), MockStream())
