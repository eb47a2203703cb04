from fastapi import Depends
from .settings import Settings, get_settings


def handler(
    settings: Settings = Depends(get_settings),
):
    if settings.mock:  # <- ITM101
        return 1
    return 2
