"""The graph client of the mode."""

from itertools import count
from typing import Any

from ameide_sdk import GraphClient, RpcError, Transport, connect
from integration_mode import is_cluster, require_env


def graph_in_memory() -> Transport:
    """Answer like the graph service, from memory."""
    elements: dict[str, dict[str, Any]] = {}
    numbers = count(1)

    def call(method: str, request: dict[str, Any]) -> dict[str, Any]:
        if method == "CreateElement":
            element = {"id": f"element-{next(numbers)}", **request}
            elements[element["id"]] = element
            return element
        if request["id"] not in elements:
            raise RpcError("not_found", f"no element {request['id']}")
        return elements[request["id"]]

    return call


def graph_client() -> GraphClient:
    """Give the SDK's client, connected to the cluster's graph service or to one in memory."""
    if is_cluster():
        url = require_env("AMEIDE_SDK_PYTHON_GRAPH_URL")
        return GraphClient(connect(url, "ameide.graph.v1.GraphService"))
    return GraphClient(graph_in_memory())
