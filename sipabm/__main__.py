"""What `python -m sipabm` does: the same as the command `sipabm`."""

import sys

from sipabm.cli import main

if __name__ == "__main__":
    sys.exit(main())
