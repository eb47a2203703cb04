from app import settings

def run():
    if settings.MODE == 'cluster':  # <- ITM101
        return 1
    if settings.DEBUG:
        return 3
    return 2
