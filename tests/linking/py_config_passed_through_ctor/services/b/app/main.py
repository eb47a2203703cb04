from .config import load
from .svc import Svc

def main():
    Svc(load()).run()
