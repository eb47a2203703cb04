"""The graph service's client."""

from dataclasses import dataclass

from ameide_sdk.transport import Transport


@dataclass(frozen=True)
class Element:
    """A thing in the enterprise's graph."""

    id: str
    kind: str
    name: str


class GraphClient:
    """Creates and reads elements over any transport."""

    def __init__(self, call: Transport) -> None:
        self._call = call

    def create_element(self, kind: str, name: str) -> Element:
        """Add an element and give it back with its id."""
        return Element(**self._call("CreateElement", {"kind": kind, "name": name}))

    def get_element(self, id: str) -> Element:
        """Give an element. Raises `RpcError` where there is none."""
        return Element(**self._call("GetElement", {"id": id}))
