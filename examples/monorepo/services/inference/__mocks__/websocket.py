"""The WebSocket side of the service, in memory."""

from collections.abc import Iterator

from __mocks__.fixtures import COMPLETIONS


class MockStream:
    """Streams the small model's completions word by word."""

    def tokens(self, prompt: str) -> Iterator[str]:
        """Give the tokens of a completion."""
        words = COMPLETIONS["small", prompt].text.split(" ")
        yield words[0]
        for word in words[1:]:
            yield f" {word}"
