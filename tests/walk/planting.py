"""How an error is planted: the source of a module of the walk is changed as it is imported, and nothing is compiled."""

import importlib.util
import os
import sys
from importlib.machinery import PathFinder, SourceFileLoader

from planted import ERRORS

PLANTED = os.environ.get("SIPABM_PLANTED")
NOTHING = "nothing"  # no error, but interpreted like the others: what the tests find then is no error's doing


class Planter:
    """An import hook that changes one module of the walk."""

    def __init__(self, error):
        self.name, self.error = f"sipabm.model.{error.module}", error

    def find_spec(self, name, path=None, target=None):
        """Return the module's specification with a loader that changes its source."""
        if name != self.name:
            return None
        found = PathFinder.find_spec(name, path, target)
        loader = Changed(name, found.origin)
        loader.error = self.error
        return importlib.util.spec_from_file_location(name, found.origin, loader=loader)


class Changed(SourceFileLoader):
    """A loader of a changed source; what Python keeps compiled is the unchanged one, and is not looked at."""

    def get_code(self, fullname):
        """Return the code of the module with the error in it."""
        source = self.get_source(fullname)
        if source.count(self.error.text) != 1:
            raise ValueError(f"{fullname} holds {source.count(self.error.text)} times: {self.error.text}")
        return compile(source.replace(self.error.text, self.error.instead), self.path, "exec")


def interpret():
    """Let the engine run plain Python on its arrays: compiled code would be that of the unchanged source."""
    import numpy as np

    from sipabm.engine import actor_traits, many_runs, one_run
    from sipabm.model import population, timetable

    def quietly(function):
        def call(*arguments):
            with np.errstate(over="ignore"):
                return function(*map(as_attributes, arguments))

        return call

    one_run.compiled_set_traits = quietly(actor_traits.set_traits)
    one_run.compiled_set_trust = actor_traits.set_trust
    one_run.compiled_start = quietly(population.start)
    one_run.compiled_advance = many_runs.compiled_advance = quietly(timetable.advance)


def as_attributes(value):
    """Return arrays of records with fields as attributes, as plain Python needs them; all else unchanged."""
    import numpy as np

    from sipabm.model.records import State

    if isinstance(value, State):
        return State(*map(as_attributes, value))
    if isinstance(value, np.ndarray) and value.dtype.names:
        return value.view(np.recarray)
    return value


if PLANTED and PLANTED != NOTHING:
    sys.meta_path.insert(0, Planter(ERRORS[PLANTED]))
