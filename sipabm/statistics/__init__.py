"""Statistics: numbers in, numbers out; nothing here knows of partnerships."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
