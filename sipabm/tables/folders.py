"""Folders of ours: what stands in them beside the tables, and what may be written and removed there."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sipabm.errors import ScenarioError, without_middle
from sipabm.language.csv_text import DANISH
from sipabm.language.workbook import WORKBOOK
from sipabm.scenario import Scenario
from sipabm.scenario.files import MOST_BYTES as MOST_BYTES_OF_A_SCENARIO
from sipabm.scenario.files import SCENARIO
from sipabm.scenario.text import scenario_text
from sipabm.tables.claim import CLAIM
from sipabm.tables.entries import has_right_entries, is_printable
from sipabm.tables.journal import HASHED, JOURNAL, PART
from sipabm.tables.manifest import version
from sipabm.tables.unusable import MEND, UnreadableError, unusable
from sipabm.toml_data import parsed_toml
from sipabm.whole_files import aside, flush, is_left_aside, is_plain_file, read_plain, write_aside

MANIFEST = "manifest.json"
MOST_BYTES, MOST_VALUES = 10_000_000, 200_000  # of a manifest
LONGEST_SHOWN = 80  # of one of its entries in an error
EDGE_LIST = "edge_list.csv"
RUNS = "runs"  # where a study keeps those that it makes
PAGES = ("memo.html", "memo.pdf")  # the answer for those who decide
POINTS_FILE, COLUMNS_FILE = "points.csv", "columns.csv"  # of a sweep
REPORT_TABLES = (
    *("yearly_summary.csv", "funnel.csv", "barriers.csv", "bending.csv", "key_figures.csv"),
    *("public_value.csv", "pockets.csv", "net_positions.csv", "returns.csv"),
)
# All that is derived from runs: what changes these drops it.
SUMMARIES = (
    *REPORT_TABLES,
    WORKBOOK,
    *(name.replace(".csv", DANISH) for name in (*REPORT_TABLES, POINTS_FILE)),
    *("figure.svg", "figure.png", "returns.svg", "returns.png"),
    *("indices.csv", "measures.csv", "influence.svg", "influence.png"),  # of a sensitivity
    *("targets.csv", "numbers.csv", "sets.csv", "posterior.svg", "posterior.png"),  # of a calibration
    *(POINTS_FILE, COLUMNS_FILE),
    *PAGES,
)
OTHER_FOLDER = "choose another folder (--out)"
OTHER_OR_REPLACED = f"{OTHER_FOLDER} or replace it (--overwrite)"
OF_THE_PROGRAM = ("sipabm", "source_digest")  # entries of a manifest
FULL = (errno.ENOSPC, errno.EDQUOT)
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
    except UnreadableError:
        raise
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
            changed = "the program was changed since, so " if name in OF_THE_PROGRAM else ""
            raise ScenarioError(
                f"output folder '{folder}' holds runs with another {name.replace('_', ' ')} "
                f"({entry_text(earlier, name)} instead of {entry_text(made, name)}); {changed}{OTHER_OR_REPLACED}"
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


def drop_left_aside(folder: Path, of: re.Pattern[str] = OWN_FILES) -> None:
    """Remove what writers that were killed left of some files, by default of those beside the tables."""
    for path in folder.iterdir():
        if is_left_aside(path.name, of):
            path.unlink()


def interrupted(folder: Path) -> ScenarioError:
    """Return the error of a folder whose runs are not all there."""
    return ScenarioError(f"the runs in '{folder}' were interrupted; run the same command again to finish them")


def was_interrupted(folder: Path) -> bool:
    """Return whether a folder holds runs of a study that never came to its tables; the same command goes on."""
    runs = folder / RUNS
    there = {path.name for path in folder.iterdir()} - {CLAIM}
    return there == {RUNS} and not runs.is_symlink() and is_ours(runs)


def is_ours(folder: Path) -> bool:
    """Return whether sipabm wrote a folder: its manifest says so or, if that is damaged or missing, what lies there."""
    try:
        parsed_manifest(folder)
    except UnreadableError:
        raise
    except ScenarioError:
        return has_files_of_ours(folder)
    return True


def has_files_of_ours(folder: Path) -> bool:
    """Return whether files lie in a folder that hardly anybody else calls so."""
    beside = (folder / MANIFEST).is_file() or (folder / JOURNAL).is_file()
    return (beside and (folder / SCENARIO).is_file()) or any(
        PART.fullmatch(path.name) and HASHED.search(path.name) for path in folder.glob("*/part-*.parquet")
    )


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn a failure to write, as on a full disk, into a ScenarioError that names the folder."""
    try:
        yield
    except ScenarioError:
        raise
    except (OSError, ValueError) as error:  # ValueError: no name of a folder at all, as with a zero byte in it
        reason, room = getattr(error, "strerror", None) or error, getattr(error, "errno", None) in FULL
        what_to_do = f"make room there or {OTHER_FOLDER}" if room else OTHER_FOLDER
        raise ScenarioError(f"output folder '{folder}' cannot be written ({reason}); {what_to_do}") from None


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
    except OSError as error:
        raise unusable(folder, path, error, ScenarioError(f"folder '{folder}' lacks {SCENARIO}; {MEND}")) from None
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
    try:
        (folder / MANIFEST).lstat()
    except PermissionError as error:
        raise unusable(folder, folder / MANIFEST, error, damaged_manifest(folder)) from None
    except (OSError, ValueError):
        raise no_results(folder) from None
    made = parsed_manifest(folder)
    if "experiment" in made:
        raise of_experiment(folder, made)
    if not made.get("finished"):
        raise interrupted(folder)
    return made


def of_experiment(folder: Path, made: Mapping[str, Any]) -> ScenarioError:
    """Return the error of a folder that holds what an experiment found, and no runs."""
    name = entry_text(made, "experiment")
    told = "; its answer stands in finding.md there" if (folder / "finding.md").is_file() else ""
    return ScenarioError(f"'{folder}' holds tables of the experiment {name} and no runs{told}")


def no_results(folder: Path) -> ScenarioError:
    """Return the error of a folder without a manifest, or of what is no folder."""
    missing = f"holds no results of sipabm ({MANIFEST} is missing)"
    if os.path.isfile(folder):
        return ScenarioError(f"'{folder}' is a file and {missing}; give its folder, '{folder.parent}'")
    if not os.path.isdir(folder):
        return ScenarioError(f"there is no folder '{folder}', so it {missing}")
    if was_interrupted(folder):
        return interrupted(folder)
    if has_files_of_ours(folder):
        return damaged_manifest(folder)
    above = folder.absolute().parent
    meant = f"; did you mean '{folder.parent}'?" if (above / MANIFEST).is_file() else ""
    return ScenarioError(f"folder '{folder}' {missing}{meant}")


def parsed_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder as it stands; ScenarioError if it is damaged."""
    try:
        text = read_plain(folder / MANIFEST, MOST_BYTES)
        if sum(map(text.count, (b",", b"[", b"{"))) > MOST_VALUES:
            raise ValueError("more values than a manifest has")
        made = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        raise unusable(folder, folder / MANIFEST, error, damaged_manifest(folder)) from None
    if not isinstance(made, dict) or "sipabm" not in made or not has_right_entries(made):
        raise damaged_manifest(folder)
    return made


def damaged_manifest(folder: Path) -> ScenarioError:
    """Return the error of a folder whose manifest cannot be understood, or is not there."""
    what = "damaged" if os.path.lexists(folder / MANIFEST) else "missing"
    # For who writes, and for who reads, of whom none can choose or replace anything.
    return ScenarioError(
        f"{folder / MANIFEST} is {what}; run the command that made it again, into another folder (--out) or "
        "to replace it (--overwrite)"
    )


def write_manifest(folder: Path, made: Mapping[str, Any], finished: bool) -> None:
    """Write the manifest of a folder, which says whether its runs are all there."""
    with manifest_aside(folder, made, finished):
        pass


@contextmanager
def manifest_aside(folder: Path, made: Mapping[str, Any], finished: bool) -> Iterator[None]:
    """Write the manifest of a folder so that it lies on the disk meanwhile, and is valid after."""
    text = json.dumps({**made, "finished": finished}, indent=2)
    # As with a label of one's own that cannot be printed: nobody could read the folder.
    if not is_printable(json.loads(text)):
        raise ScenarioError(
            f"names or labels of the runs for '{folder}' hold signs that cannot be printed; take them out"
        )
    with writing(folder), aside(folder / MANIFEST) as beside:
        beside.write_text(text, encoding="utf-8")
        flush(beside)
        yield
