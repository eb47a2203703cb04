def run():
    from .mode import LIVE

    if LIVE:  # <- ITM101
        return 1
    return 2
