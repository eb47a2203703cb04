import pytest
from helpers import Clients, create_clients


@pytest.fixture(scope="session")
def clients() -> Clients:
    return create_clients()
