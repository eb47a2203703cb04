"""The HTTP side of the service, in memory."""

from __mocks__.fixtures import COMPLETIONS, MODELS
from inference.api import Completion, InferenceError


class MockCompletions:
    """Completes the prompts of the fixtures."""

    def complete(self, prompt: str, model: str) -> Completion:
        """Complete a prompt as the application would."""
        if model not in MODELS:
            raise InferenceError(404, f"no model {model}")
        return COMPLETIONS[model, prompt]
