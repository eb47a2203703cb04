"""The gRPC side of the service, in memory."""

from __mocks__.fixtures import MODELS


class MockModels:
    """Lists the models of the fixtures."""

    def names(self) -> list[str]:
        """List the models, the smallest first."""
        return list(MODELS)
