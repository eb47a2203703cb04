"""A FastAPI service whose settings carry the mode through dependencies, and much that only looks like it."""

from __future__ import annotations

from enum import Enum
from functools import cached_property
from typing import Annotated, Literal

from fastapi import Depends, FastAPI, Request
from pydantic import AliasChoices, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Profile(str, Enum):
    REPO = "repo"
    CLUSTER = "cluster"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    profile: Profile = Field(default=Profile.REPO, validation_alias="INTEGRATION_MODE")
    log_mode: str = Field(default="json", alias="LOG_MODE")
    region: Literal["eu", "us"] = "eu"
    pool_size: int = 5

    @property
    def is_cluster(self) -> bool:
        return self.profile is Profile.CLUSTER

    @cached_property
    def dsn(self) -> str:
        if self.is_cluster:  # <- branch
            return "postgres://db/orders"
        return "sqlite://"

    def verbose(self) -> bool:
        return self.log_mode == "text"


class Prefixed(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="INTEGRATION_")
    mode: str = "repo"
    timeout: int = 5


class Old(BaseSettings):
    profile_name: str = Field(env="INTEGRATION_MODE")
    other: str = Field(env=["MODE", "PROFILE"])

    class Config:
        env_prefix = "APP_"


app = FastAPI()


def get_settings() -> Settings:
    return Settings()


SettingsDep = Annotated[Settings, Depends(get_settings)]


@app.get("/orders")
async def orders(request: Request, settings: Settings = Depends(get_settings)):
    if settings.is_cluster:  # <- branch
        return await request.app.state.db.all()
    if settings.log_mode == "text":
        print("text")
    if settings.region == "eu":
        return []
    return None


@app.get("/annotated")
async def annotated(settings: SettingsDep):
    match settings.profile:  # <- branch
        case Profile.CLUSTER:
            return 1
        case _:
            return 2


@app.get("/prefixed")
async def prefixed():
    conf = Prefixed()
    if conf.timeout > 3:
        print("slow")
    return live() if conf.mode == "cluster" else fake()  # <- branch


@app.get("/old")
async def old():
    conf = Old()
    if conf.other:
        return 1
    if not conf.profile_name:  # <- branch
        return 2
    return 3


class Mode:
    def __init__(self, name):
        self.name = name


def unrelated(mode: Mode, profile: str, is_cluster: bool):
    if mode.name == "cluster":
        return 1
    if profile == "repo":
        return 2
    if is_cluster:
        return 3
    return 4


def live():
    return object()


def fake():
    return object()
