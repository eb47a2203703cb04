from .envs import env
from .consts import MODE_VAR

def run():
    if env(MODE_VAR) == 'cluster':  # <- ITM101
        return 1
    if env('PORT'):
        return 3
    return 2
