from .deep import hop
from .money import *
from .scales import weigh as scale
