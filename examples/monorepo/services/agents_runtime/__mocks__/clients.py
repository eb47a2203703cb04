"""Stores in memory."""


class MockArtifacts:
    """A MinIO bucket without MinIO."""

    def __init__(self) -> None:
        self._objects: dict[str, bytes] = {}

    def put(self, name: str, data: bytes) -> None:
        """Keep an artifact."""
        self._objects[name] = data

    def get(self, name: str) -> bytes:
        """Read an artifact."""
        return self._objects[name]
