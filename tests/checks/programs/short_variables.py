# judged by ITM207 ITM208
import os
x = os.environ.get('A_URL', os.environ.get('B_URL', 'x'))  # <- ITM207 ITM208
# judged by ITM207
import os
from functools import partial
env = os.environ
x = env.get('A_URL', 'x')  # <- ITM207
g = os.getenv
y = g('B_URL', 'y')  # <- ITM207
# judged by ITM207
from os import environ as e, getenv
x = e.get('A_URL', 'x')  # <- ITM207
y = getenv('A_Y', 'y')  # <- ITM207
# judged by ITM207
import os
D = 'x'
x = os.environ.get('A_URL', D)  # <- ITM207
# judged by ITM207
import os
DEFAULTS = {'A_URL': 'x'}
x = os.environ.get('A_URL', DEFAULTS['A_URL'])  # <- ITM207
# judged by ITM207
import os
x = os.environ.get('A_URL') if os.environ.get('A_URL') is not None else 'x'  # <- ITM207
# judged by ITM207
import os
x = os.environ.get('A_URL', None)
y = os.environ.get('A_N', False)
z = os.environ.get('A_M', '')
# judged by ITM207
import os
os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x.settings')  # <- ITM207
# judged by ITM207
import os
x = os.environ.get('HOME', '/root')
y = os.environ.get('GITHUB_SHA', 'x')
z = os.environ.get('TZ') or 'UTC'
# judged by ITM207
from environs import Env
env = Env()
x = env.str('A_URL', 'x')  # <- ITM207
y = env.int('A_N', default=3)  # <- ITM207
z = env.bool('A_B', default=False)
# judged by ITM207
from decouple import config
x = config('A_URL', default='x')  # <- ITM207
y = config('A_B')
# judged by ITM207
import os
def f(url=os.environ.get('A_URL', 'x')): pass  # <- ITM207
# judged by ITM207
import argparse, os
ap = argparse.ArgumentParser()
ap.add_argument('--url', default=os.getenv('A_URL', 'x'))  # <- ITM207
# judged by ITM207
import os
cfg = {**{'A_URL': 'x'}, **os.environ}
url = cfg['A_URL']
# judged by ITM207
import os
data = {'A': 1}
x = data.get('A_URL', 'x')
