"""How requests reach a service."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

Transport = Callable[[str, dict[str, Any]], dict[str, Any]]
"""Calls one method of a service: a request in, its response out."""


class RpcError(Exception):
    """A failed call, with the code that the service gave."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def connect(base_url: str, service: str) -> Transport:
    """Call a deployed service by the Connect protocol, with JSON."""

    def call(method: str, request: dict[str, Any]) -> dict[str, Any]:
        message = urllib.request.Request(
            f"{base_url}/{service}/{method}",
            data=json.dumps(request).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(message, timeout=30) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            body = json.load(error)
            raise RpcError(body["code"], body["message"]) from error

    return call
