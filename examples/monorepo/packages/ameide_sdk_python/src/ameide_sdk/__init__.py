"""The platform's SDK: clients of its services."""

from ameide_sdk.graph import Element, GraphClient
from ameide_sdk.transport import RpcError, Transport, connect

__all__ = ["Element", "GraphClient", "RpcError", "Transport", "connect"]
