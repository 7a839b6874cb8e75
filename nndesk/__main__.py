"""``python -m nndesk``: the same as the command ``nndesk``."""

import sys

from nndesk.cli import main

if __name__ == "__main__":
    sys.exit(main())
