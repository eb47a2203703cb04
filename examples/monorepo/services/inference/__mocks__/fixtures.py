"""What the models know."""

from inference.api import Completion

MODELS = ["small", "large"]

PROMPT = "Name a capability."

COMPLETIONS = {
    ("small", PROMPT): Completion("small", "Invoicing is a capability."),
    ("large", PROMPT): Completion("large", "Managing risk across suppliers is a capability."),
}
