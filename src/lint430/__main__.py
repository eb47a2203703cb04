"""``python -m lint430``."""

import sys

from lint430.integrations.cli import main

if __name__ == "__main__":
    sys.exit(main())
