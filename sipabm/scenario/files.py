"""Scenarios in files: the named ones that come with sipabm, and TOML of the user's, read and written."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from sipabm.errors import ScenarioError, nearest, shown
from sipabm.scenario.changes import overlay
from sipabm.scenario.fields import ScenarioFields
from sipabm.scenario.kept import numbers_set
from sipabm.scenario.text import scenario_text
from sipabm.toml_data import parsed_toml
from sipabm.whole_files import MOST_BYTES_OF_A_TABLE, read_plain, write_aside

MOST_BYTES = 500_000  # several times a complete scenario; beyond it parsing takes long
MOST_DERIVED = 10  # each is checked as a whole
SCENARIO = "scenario.toml"  # in a folder of results
NAMED = resources.files("sipabm.scenario") / "named"
Made = TypeVar("Made", bound=ScenarioFields)
Make = Callable[[Mapping[str, Any], str], Made]  # takes nested data and where they come from


def scenario_names() -> list[str]:
    """Return the names of the scenarios that come with the package."""
    return sorted(item.name.removesuffix(".toml") for item in NAMED.iterdir() if item.name.endswith(".toml"))


def read_source(name_or_path: str | Path) -> tuple[str, str, Path | None]:
    """Return text, origin and folder (none for a named scenario) of a scenario; ScenarioError if there is none."""
    name = str(name_or_path)
    # Names first, so that no file in the working directory changes what 'world' means.
    if name in scenario_names():
        return (NAMED / f"{name}.toml").read_text("utf-8"), name, None
    path = Path(name)
    if not os.path.isfile(path):  # unlike Path.is_file false and no error for what can be no path, like a long text
        if os.path.isfile(path / SCENARIO):
            raise ScenarioError(f"{shown(name)} is a folder; its scenario is {shown(str(path / SCENARIO))}")
        known = ", ".join(scenario_names())
        hint = nearest(path.name, scenario_names())
        raise ScenarioError(f"no scenario or file {shown(name)}{hint} (scenarios: {known})")
    return read_text(path), path.name, path.parent


def read_text(path: Path) -> str:
    """Return a file's text; ScenarioError if it is empty, not text or cannot be read."""
    try:
        # Some editors put a mark before the text.
        content = read_plain(path, MOST_BYTES, links=True).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8 text") from None
    except OSError as error:
        raise ScenarioError(f"{path.name}: cannot be read ({error.strerror})") from None
    if not content.strip():
        raise ScenarioError(f"{path.name}: the file is empty; `sipabm show world` prints a complete one")
    return content


def loaded(make: Make[Made], name_or_path: str | Path, derived: tuple[Path, ...] = ()) -> Made:
    """Return a named scenario or one from a file; `derived` are the files based on it, which it cannot be based on."""
    text, where, folder = read_source(name_or_path)
    if folder is not None:
        derived = (*derived, (folder / where).resolve())
    if len(derived) > MOST_DERIVED:
        raise ScenarioError(f"{where}: more than {MOST_DERIVED} files are based on each other; write them as one")
    if sum(path.stat().st_size for path in derived) > MOST_BYTES:
        raise ScenarioError(f"{where}: the files it is based on have more than {MOST_BYTES} bytes; write shorter ones")
    if len(set(derived)) < len(derived):
        circle = " based on ".join(path.name for path in derived)
        raise ScenarioError(f"{where}: based_on goes in a circle ({circle}); base it on a named scenario like 'world'")
    return from_toml(make, text, where, folder, derived)


def from_toml(
    make: Make[Made], text: str, where: str, folder: Path | None = None, derived: tuple[Path, ...] = ()
) -> Made:
    """Return the scenario a TOML text describes; paths in it are relative to `folder`."""
    try:
        data = parsed_toml(text)
    except ScenarioError as error:
        raise ScenarioError(f"{where}: {error}") from None
    if "scenario" in data or "grid" in data:
        raise ScenarioError(f"{where}: is the design of a sweep and no scenario; run it by `sipabm sweep {where}`")
    base = data.pop("based_on", None)
    if folder is not None and isinstance(data.get("edge_list"), str):
        data["edge_list"] = str(folder / data["edge_list"])
    if base is None:
        return make(data, where)
    if not isinstance(base, str):
        raise ScenarioError(f"{where}: based_on = {shown(base)} is not allowed; it should be a scenario's name")
    # As with edge lists: what a file names lies beside it, wherever it is read from.
    if folder is not None and base not in scenario_names():
        base = str(folder / base)
    # The base is checked as a whole first, so that a mistake in it is not blamed on this file.
    combined = loaded(make, base, derived).model_dump()
    data.setdefault("kept", [*combined["kept"], *numbers_set(data)])
    overlay(combined, data)
    return make(combined, where)


def write_scenario(scenario: ScenarioFields, path: Path) -> None:
    """Write a scenario to a TOML file with every number explained; ScenarioError if that cannot be."""
    if str(path) in scenario_names():
        # `load` would take the name for the scenario that comes with sipabm, and never open the file.
        raise ScenarioError(f"'{path}' is the name of a scenario of sipabm; call the file '{path}.toml'")
    if path.is_symlink() or (path.exists() and not path.is_file()):
        # A file that is written aside would take the place of the link, the folder or the device itself.
        raise ScenarioError(f"'{path}' cannot be written (no ordinary file); give a file in a folder that is there")
    edge_list = scenario.edge_list and relative_path(scenario.edge_list, path.parent)
    try:
        write_aside(path, scenario_text(scenario, edge_list))
    except (OSError, ValueError) as error:  # ValueError: no name of a file at all, like '' or '/'
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(f"'{path}' cannot be written ({reason}); give a file in a folder that is there") from None


def relative_path(path: str, folder: Path) -> str:
    """Return the path of a file as seen from a folder, with slashes that every system reads."""
    with suppress(ValueError):  # on Windows, where no path leads from one drive to another
        path = os.path.relpath(path, folder.resolve())
    return Path(path).as_posix()


def content_of_edge_list(path: str) -> bytes:
    """Return a file's content; ScenarioError if it cannot be read."""
    try:
        return read_plain(Path(path), MOST_BYTES_OF_A_TABLE, links=True)
    except OSError as error:
        wrong = f"edge_list = {shown(path)} cannot be read ({error.strerror})"
        raise ScenarioError(f"{wrong}; give the path of a file") from None
