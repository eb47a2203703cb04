"""Which model answers a prompt."""

LONG = 2000


def route(prompt: str, models: list[str]) -> str:
    """Give the smallest model for a short prompt, the largest for a long one."""
    if not models:
        raise ValueError("no model is available")
    return models[-1] if len(prompt) > LONG else models[0]
