"""Where a bundled nndesk begins."""

import os
import sys

# The launcher puts the bundle's libraries first; a browser that nndesk starts, say, needs the system's.
_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
os.environ.pop("LD_LIBRARY_PATH", None)
if _before is not None:
    os.environ["LD_LIBRARY_PATH"] = _before

from nndesk.cli import main  # noqa: E402

sys.exit(main())
