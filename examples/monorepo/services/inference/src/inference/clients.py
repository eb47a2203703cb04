"""Clients of the deployed service: HTTP, gRPC and WebSocket."""

from collections.abc import Iterator

import grpc
import httpx
from websockets.sync.client import connect

from inference.api import Completion, InferenceError


class HttpCompletions:
    """Completions over HTTP."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(base_url=base_url, timeout=60)

    def complete(self, prompt: str, model: str) -> Completion:
        """Complete a prompt. Raises `InferenceError` where the service refuses."""
        response = self._http.post("/v1/complete", json={"prompt": prompt, "model": model})
        if response.is_error:
            raise InferenceError(response.status_code, response.json()["detail"])
        return Completion(**response.json())


class GrpcModels:
    """The list of models over gRPC; names travel as lines of text."""

    def __init__(self, address: str) -> None:
        channel = grpc.insecure_channel(address)
        self._list = channel.unary_unary("/ameide.inference.v1.Models/List")

    def names(self) -> list[str]:
        """List the models, the smallest first."""
        return self._list(b"", timeout=10).decode().splitlines()


class WebSocketStream:
    """Token streams over a WebSocket."""

    def __init__(self, url: str) -> None:
        self._url = url

    def tokens(self, prompt: str) -> Iterator[str]:
        """Give the tokens of a completion as they come."""
        with connect(self._url) as socket:
            socket.send(prompt)
            yield from socket
