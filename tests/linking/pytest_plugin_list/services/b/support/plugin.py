import os
import pytest


@pytest.fixture
def live():
    return os.environ["INTEGRATION_MODE"] == "cluster"
