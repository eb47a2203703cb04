import os
import pytest


@pytest.fixture
def is_cluster():
    return os.environ["INTEGRATION_MODE"] == "cluster"
