import os
import pytest


@pytest.fixture(scope="session")
def mode():
    return os.environ["INTEGRATION_MODE"]


@pytest.fixture
def live(mode):
    return mode == "cluster"
