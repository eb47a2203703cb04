from .conf import conf

def run():
    if conf.live:  # <- ITM101
        return 1
    return 2
