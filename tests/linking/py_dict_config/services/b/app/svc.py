from .config import CONFIG

def run():
    return live() if CONFIG['mode'] == 'cluster' else fake()  # <- ITM101
