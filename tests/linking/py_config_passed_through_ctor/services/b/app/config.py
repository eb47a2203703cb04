import os
from dataclasses import dataclass

@dataclass
class Config:
    mode: str
    port: int

def load():
    return Config(mode=os.environ['INTEGRATION_MODE'], port=1)
