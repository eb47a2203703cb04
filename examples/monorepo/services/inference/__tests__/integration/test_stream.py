from __mocks__.fixtures import PROMPT
from helpers import Clients


def test_streams_the_completion_in_tokens(clients: Clients):
    tokens = list(clients.stream.tokens(PROMPT))

    assert len(tokens) > 1
    assert "".join(tokens) == clients.completions.complete(PROMPT, "small").text
