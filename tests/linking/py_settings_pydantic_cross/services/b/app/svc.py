from app.settings import get_settings


def run():
    s = get_settings()
    if s.is_mock:  # <- ITM101
        return 1
    return 2
