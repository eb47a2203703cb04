"""The HTTP application."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

from inference.api import Completions, InferenceError, Models
from inference.routing import route


class Ask(BaseModel):
    """A prompt, for the model of choice or for whichever fits."""

    prompt: str = Field(min_length=1)
    model: str | None = None


def create_app(completions: Completions, models: Models) -> FastAPI:
    """Give the application over a backend."""
    app = FastAPI(title="inference")

    @app.post("/v1/complete")
    def complete(ask: Ask) -> dict[str, str]:
        model = ask.model or route(ask.prompt, models.names())
        try:
            completion = completions.complete(ask.prompt, model)
        except InferenceError as error:
            raise HTTPException(error.status, str(error)) from error
        return {"model": completion.model, "text": completion.text}

    return app
