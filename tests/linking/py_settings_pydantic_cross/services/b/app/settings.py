from pydantic_settings import BaseSettings
from functools import lru_cache


class Settings(BaseSettings):
    integration_mode: str = "repo"

    @property
    def is_mock(self) -> bool:
        return self.integration_mode != "cluster"


@lru_cache
def get_settings() -> Settings:
    return Settings()
