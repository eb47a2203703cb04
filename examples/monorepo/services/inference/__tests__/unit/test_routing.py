import pytest
from inference.routing import LONG, route


@pytest.mark.parametrize(("length", "model"), [(1, "small"), (LONG, "small"), (LONG + 1, "large")])
def test_route(length: int, model: str):
    assert route("x" * length, ["small", "large"]) == model


def test_no_model():
    with pytest.raises(ValueError, match="no model"):
        route("x", [])
