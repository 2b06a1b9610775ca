"""Print the lowest versions that pyproject.toml declares, as constraints for pip: `numpy>=1.26,<4` is numpy==1.26.

Of the tools of tests as well, as a test that passes with the newest of them alone cannot be run beside old libraries.
"""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
for requirement in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
    declared = re.fullmatch(r"([\w.-]+)>=([\w.]+)(,<[\w.]+)?", requirement)
    if declared is None:
        raise SystemExit(f"{requirement}: no lowest version; declare it as NAME>=VERSION")
    print(f"{declared[1]}=={declared[2]}")
