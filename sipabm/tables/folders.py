"""Folders of ours: what stands in them beside the tables, and what may be written and removed there."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sipabm.errors import ScenarioError, without_middle
from sipabm.scenario import Scenario
from sipabm.scenario.files import MOST_BYTES as MOST_BYTES_OF_A_SCENARIO
from sipabm.scenario.files import SCENARIO
from sipabm.scenario.text import scenario_text
from sipabm.tables.claim import CLAIM
from sipabm.tables.entries import has_right_entries, is_printable
from sipabm.tables.journal import JOURNAL, PART
from sipabm.tables.manifest import version
from sipabm.toml_data import parsed_toml
from sipabm.whole_files import is_left_aside, is_plain_file, read_plain, write_aside

MANIFEST = "manifest.json"
MOST_BYTES, LONGEST_SHOWN = 10_000_000, 80  # of a manifest, and of one of its entries in an error
EDGE_LIST = "edge_list.csv"
POINTS_FILE, COLUMNS_FILE = "points.csv", "columns.csv"  # of a sweep
# All that is derived from runs: what changes these drops it.
SUMMARIES = (
    *(
        "yearly_summary.csv",
        "funnel.csv",
        "barriers.csv",
        "bending.csv",
        "key_figures.csv",
        "public_value.csv",
        "pockets.csv",
        "returns.csv",
    ),
    *("figure.svg", "figure.png", "returns.svg", "returns.png"),
    *(POINTS_FILE, COLUMNS_FILE),
)
# What to do, for the command line and for Python alike.
MEND = "run the command that made it again to mend it"
OTHER_FOLDER = "choose another folder (--out)"
OTHER_OR_REPLACED = f"{OTHER_FOLDER} or replace it (--overwrite)"
OWN_FILES = re.compile("|".join(map(re.escape, (MANIFEST, JOURNAL, SCENARIO, EDGE_LIST, *SUMMARIES))))


def check_is_ours_or_empty(folder: Path) -> None:
    """Raise ScenarioError if a folder is not empty and not from sipabm."""
    if not is_empty(folder) and not is_ours(folder):
        raise ScenarioError(f"output folder '{folder}' is not empty and not from sipabm; {OTHER_FOLDER}")


def is_empty(folder: Path) -> bool:
    """Return whether a folder is not there or holds at most what a writer leaves that is killed as it begins."""
    return not folder.exists() or all(
        path.name == CLAIM or is_left_aside(path.name, OWN_FILES) for path in folder.iterdir()
    )


def check_kind(folder: Path, made: Mapping[str, Any]) -> None:
    """Raise ScenarioError if a folder of ours holds another kind of work, whose files would stay beside the new."""
    try:
        earlier = made if is_empty(folder) else parsed_manifest(folder)
    except ScenarioError:  # a damaged manifest tells no kind
        return
    if kind_of(earlier) != kind_of(made):
        raise ScenarioError(f"output folder '{folder}' holds something else ({kind_of(earlier)}); {OTHER_FOLDER}")


def kind_of(made: Mapping[str, Any]) -> str:
    """Return what kind of work a manifest tells of: the name of a study, 'sweep' or 'runs'."""
    return without_middle(str(made.get("study") or made.get("kind") or "runs"), LONGEST_SHOWN)


def beginning_of_same(folder: Path, made: Mapping[str, Any], same: Sequence[str]) -> dict[str, Any]:
    """Return the manifest of a folder that agrees in some fields, empty if it holds nothing; ScenarioError if not."""
    if is_empty(folder):
        return {}
    earlier = parsed_manifest(folder)
    for name in same:
        if earlier.get(name) != made.get(name):
            raise ScenarioError(
                f"output folder '{folder}' holds runs with another {name.replace('_', ' ')} "
                f"({entry_text(earlier, name)} instead of {entry_text(made, name)}); {OTHER_OR_REPLACED}"
            )
    return earlier


def entry_text(made: Mapping[str, Any], name: str) -> str:
    """Return an entry of a manifest as a short text: a shard as '1 of 3'."""
    value = made.get(name)
    text = " of ".join(map(str, value)) if name == "shard" and isinstance(value, list) else str(value)
    return without_middle(text, LONGEST_SHOWN)


def plain_folder(path: Path) -> Path:
    """Return a folder within one of ours unchanged; OSError if it is a link, which may lead anywhere."""
    if path.is_symlink():
        raise OSError(f"{path.name} is a link")
    return path


def drop_parts_but(folder: Path, names: Collection[str]) -> None:
    """Remove the parts of a table, whole or written aside, but those of some names; a link is not followed."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for path in folder.iterdir():
        ours = PART.fullmatch(path.name) or is_left_aside(path.name, PART)
        if ours and path.name not in names and (path.is_symlink() or not path.is_dir()):
            path.unlink()


def drop_left_aside(folder: Path, of: re.Pattern[str] = OWN_FILES) -> None:
    """Remove what writers that were killed left of some files, by default of those beside the tables."""
    for path in folder.iterdir():
        if is_left_aside(path.name, of):
            path.unlink()


def interrupted(folder: Path) -> ScenarioError:
    """Return the error of a folder whose runs are not all there."""
    return ScenarioError(f"the runs in '{folder}' were interrupted; run the same command again to finish them")


def is_ours(folder: Path) -> bool:
    """Return whether sipabm wrote a folder: its manifest says so or, if that is damaged, a scenario is there."""
    if not (folder / MANIFEST).is_file():
        return False
    try:
        return "sipabm" in parsed_manifest(folder)
    except ScenarioError:
        return (folder / SCENARIO).is_file()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure to write, as on a full disk, into a ScenarioError that names the folder."""
    try:
        yield
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:  # ValueError: no name of a folder at all, as with a zero byte in it
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(
            f"output folder '{folder}' cannot be written ({reason}); make room there or {OTHER_FOLDER}"
        ) from None


def clear(folder: Path, tables: Iterable[str]) -> None:
    """Remove what earlier runs left in a folder: tables, figure and summaries, but no edge list, perhaps in use."""
    for table in tables:
        drop_parts_but(folder / table, ())
        with suppress(OSError):  # somebody keeps other files there, or it is a link
            (folder / table).rmdir()
    (folder / SCENARIO).unlink(missing_ok=True)
    drop_report(folder)


def drop_report(folder: Path) -> None:
    """Remove the small tables and figures that were written to a folder from its runs."""
    for name in SUMMARIES:
        (folder / name).unlink(missing_ok=True)


def write_scenario(folder: Path, scenario: Scenario) -> None:
    """Write the complete scenario, with its edge list beside it, so that the folder can be run again anywhere."""
    with writing(folder):
        if scenario.edge_list is not None:
            # Aside: a folder's own scenario may be run again, and a link that was planted there is not followed.
            write_aside(folder / EDGE_LIST, scenario.ties_listed())
        write_aside(folder / SCENARIO, scenario_text(scenario, scenario.edge_list and EDGE_LIST))


def scenario_of_runs(folder: Path, made: Mapping[str, Any]) -> Scenario:
    """Return the scenario of a folder whose manifest tells of it; ScenarioError also if that is another one."""
    scenario = stored_scenario(folder, made)
    if made.get("scenario_digest") != scenario.digest():
        raise ScenarioError(
            f"'{folder / SCENARIO}' is not the scenario of the runs beside it{written_by(made) or f'; {MEND}'}"
        )
    return scenario


def stored_scenario(folder: Path, made: Mapping[str, Any]) -> Scenario:
    """Return the scenario of a folder; ScenarioError if there is none, or one that would read what lies elsewhere.

    Its manifest says which version wrote it.
    """
    path = folder / SCENARIO
    try:
        told = parsed_toml(read_plain(path, MOST_BYTES_OF_A_SCENARIO).decode("utf-8-sig"))
    except OSError:
        raise ScenarioError(f"folder '{folder}' lacks {SCENARIO}; {MEND}") from None
    except ValueError:
        told = {}  # what is wrong is told below
    # Such a folder may be a stranger's. What we write is complete, and its edge list lies beside it.
    elsewhere = "based_on" in told or told.get("edge_list", EDGE_LIST) != EDGE_LIST
    if elsewhere or ("edge_list" in told and not is_plain_file(folder / EDGE_LIST)):
        raise ScenarioError(
            f"'{path}' reads files outside its folder, as no run writes it; run the command that made it again"
        )
    try:
        return Scenario.load(path)
    except ScenarioError as error:
        raise ScenarioError(f"{error}{written_by(made)}") from None


def written_by(made: Mapping[str, Any]) -> str:
    """Return which other version wrote a folder, and what to do then; nothing if it was this one, or nobody knows."""
    if made.get("sipabm") in (None, version()):
        return ""
    told = f"sipabm {entry_text(made, 'sipabm')} wrote the folder and this is {version()}"
    return f" ({told}; read it by that version, or make the runs again in another folder)"


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder; ScenarioError if there is none or its runs were never finished."""
    path = folder / MANIFEST
    if not path.is_file():
        raise ScenarioError(f"folder '{folder}' holds no results of sipabm ({MANIFEST} is missing)")
    made = parsed_manifest(folder)
    if not made.get("finished"):
        raise interrupted(folder)
    return made


def parsed_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder as it stands; ScenarioError if it is damaged."""
    try:
        made = json.loads(read_plain(folder / MANIFEST, MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        made = None
    if not isinstance(made, dict) or not has_right_entries(made):
        raise damaged_manifest(folder)
    return made


def damaged_manifest(folder: Path) -> ScenarioError:
    """Return the error of a folder whose manifest cannot be understood."""
    return ScenarioError(f"{folder / MANIFEST} is damaged; {OTHER_OR_REPLACED}")


def write_manifest(folder: Path, made: Mapping[str, Any], finished: bool) -> None:
    """Write the manifest of a folder, which says whether its runs are all there."""
    text = json.dumps({**made, "finished": finished}, indent=2)
    # As with a label of one's own that cannot be printed: nobody could read the folder.
    if not is_printable(json.loads(text)):
        raise ScenarioError(
            f"names or labels of the runs for '{folder}' hold signs that cannot be printed; take them out"
        )
    with writing(folder):
        write_aside(folder / MANIFEST, text)
