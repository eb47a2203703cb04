"""Clients of the deployed services."""

import io

from ameide_sdk import connect
from minio import Minio

from agents_runtime.model import Agent, Outcome

BUCKET = "artifacts"


class AgentsClient:
    """The agents service over the network."""

    def __init__(self, address: str) -> None:
        self._call = connect(address, "ameide.agents.v1.AgentsService")

    def get(self, id: str) -> Agent:
        """Give an agent."""
        return Agent(**self._call("Get", {"id": id}))


class RuntimeClient:
    """The runtime service over the network."""

    def __init__(self, address: str) -> None:
        self._call = connect(address, "ameide.agents.v1.RuntimeService")

    def run(self, agent: str, task: str) -> Outcome:
        """Run an agent."""
        return Outcome(**self._call("Run", {"agent": agent, "task": task}))


class MinioArtifacts:
    """Artifacts in a MinIO bucket."""

    def __init__(self, endpoint: str, access_key: str, secret_key: str) -> None:
        self._minio = Minio(endpoint, access_key, secret_key)

    def put(self, name: str, data: bytes) -> None:
        """Keep an artifact."""
        self._minio.put_object(BUCKET, name, io.BytesIO(data), len(data))

    def get(self, name: str) -> bytes:
        """Read an artifact."""
        response = self._minio.get_object(BUCKET, name)
        try:
            return response.read()
        finally:
            response.release_conn()
