try:
    from app.mode import LIVE
except ImportError:
    LIVE = False


def run():
    if LIVE:  # <- ITM101
        return 1
    return 2
