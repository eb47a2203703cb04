import pytest
from __mocks__.fixtures import PROMPT
from helpers import Clients
from inference.api import InferenceError


@pytest.mark.parametrize("model", ["small", "large"])
def test_completes_with_the_model_of_choice(clients: Clients, model: str):
    completion = clients.completions.complete(PROMPT, model)

    assert completion.model == model
    assert "capability" in completion.text


def test_refuses_an_unknown_model(clients: Clients):
    with pytest.raises(InferenceError, match="no model huge") as caught:
        clients.completions.complete(PROMPT, "huge")

    assert caught.value.status == 404


def test_lists_the_models(clients: Clients):
    assert clients.models.names() == ["small", "large"]
