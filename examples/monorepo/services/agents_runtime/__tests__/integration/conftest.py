import pytest
from __mocks__.clients import MockArtifacts
from __mocks__.grpc import MockAgents, MockRuntime
from agents_runtime.clients import AgentsClient, MinioArtifacts, RuntimeClient
from agents_runtime.model import Agents, Artifacts, Runtime
from integration_mode import integration_mode, require_env


@pytest.fixture
def agents() -> Agents:
    if integration_mode() == "cluster":
        return AgentsClient(require_env("AGENTS_RUNTIME_AGENTS_GRPC_ADDRESS"))
    return MockAgents()


@pytest.fixture
def artifacts() -> Artifacts:
    if integration_mode() == "cluster":
        return MinioArtifacts(
            require_env("AGENTS_RUNTIME_MINIO_ENDPOINT"),
            require_env("AGENTS_RUNTIME_MINIO_ACCESS_KEY"),
            require_env("AGENTS_RUNTIME_MINIO_SECRET_KEY"),
        )
    return MockArtifacts()


@pytest.fixture
def runtime(artifacts: Artifacts) -> Runtime:
    if integration_mode() == "cluster":
        return RuntimeClient(require_env("AGENTS_RUNTIME_GRPC_ADDRESS"))
    return MockRuntime(artifacts)
