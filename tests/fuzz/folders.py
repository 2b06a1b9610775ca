"""Folders of results, sweeps and studies, changed as strangers or broken disks change them.

What loads has the numbers of the untouched folder or, where a stranger made the hashes right again, such as could be
true: finite, in the words that runs write. Nothing outside the folder is touched.
"""

import copy
import hashlib
import io
import json
import math
import os
import random
import shutil
import tempfile
from functools import cache, partial
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
from fuzzing import Case

from sipabm import Scenario, merge, read_results, read_sweep, sweep
from sipabm.simulation import simulate_to_folder
from sipabm.studies.attribution_folder import attribute_again, read_attribution, write_attribution
from sipabm.studies.lever_attribution import attribute_levers
from sipabm.studies.study_folder import check_folder
from sipabm.sweeps.explained import explain, failures
from sipabm.tables.codebook import TABLES
from sipabm.whole_files import is_plain_file, read_plain

RUNS, SEED = 4, 3
LEVERS = ["early_meetings", "pooled_budgets"]
DESIGN = pd.DataFrame({"early_meetings": [0.0, 1.0], "give_up": [0.1, 0.2]})
TEXTS = [
    *("", "x", "../mine", "/etc/passwd", "..", "a" * 5000, "\x1b[2J", "\x9b", "\x07", "\u202e", "\u200b", "\ud800"),
    *("=1+1", "<script>", "$\\frac{$", "a\nb", "$(touch x)", "; touch x", "0", "NA", "nan", "signed", "runs"),
]
NUMBERS = [0, 1, -1, 2, 3, 7, 2**31, 2**63, 10**30, 1e308, -0.5, math.nan, math.inf, True, False, None]
NAMES = ["manifest.json", "chunks.jsonl", "scenario.toml", "writer.claim", "edge_list.csv", "runs", "yearly", "points"]


@cache
def small() -> Scenario:
    """Return a world that is simulated in an instant."""
    return Scenario.load("classroom").replace(quarters=8, own_interest=0.5)


@cache
def originals() -> Path:
    """Return a folder with finished runs, a sweep, its shards and a study, made once."""
    home = Path(tempfile.mkdtemp(prefix="fuzz-folders-"))
    simulate_to_folder(small(), home / "runs", RUNS, SEED, chunk=2)
    how = {"measures": ["signed", "cost"], "threads": 1}
    sweep(small(), DESIGN, RUNS, SEED, folder=home / "sweep", rows=True, **how)
    for part in (1, 2):
        sweep(small(), DESIGN, RUNS, SEED, folder=home / f"shard_{part}", shard=(part, 2), **how)
    write_attribution(attribute_levers(small(), "2010Q3", 2, levers=LEVERS, measures=["signed"]), home / "study")
    return home


def case(luck: random.Random, folder: Path) -> Case:
    """Return a folder of some kind, changed in one or several ways, and something that is done with it."""
    kind = luck.choice(["runs", "runs", "sweep", "sweep", "shard_1", "study"])
    # What must not be touched lies beside it.
    shutil.copytree(originals(), folder / "all")
    (folder / "mine").mkdir()
    (folder / "mine" / "thesis.txt").write_text("years of work")
    place, honest = folder / "all" / kind, True
    for _ in range(luck.choice([0, 1, 1, 1, 2, 3])):
        honest = luck.choice(CHANGES)(luck, place) and honest
    before = {name: found for name, found in tree(folder).items() if name.parts[:2] != ("all", kind)}

    def attempt():
        try:
            return luck.choice(USES[kind])(place, folder)
        finally:
            shutil.rmtree(folder / "out", ignore_errors=True)
            after = {name: found for name, found in tree(folder).items() if name.parts[:2] != ("all", kind)}
            assert after == before, "something outside the folder was touched"

    return Case(attempt, partial(check, kind, honest))


def tree(folder: Path) -> dict[Path, str]:
    """Return the hash of every file below a folder, and where links lead."""
    found = {}
    for at, names, files in os.walk(folder):
        for name in (*names, *files):
            path = Path(at, name)
            if path.is_symlink():
                found[path.relative_to(folder)] = os.readlink(path)
            elif path.is_file():
                found[path.relative_to(folder)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


# what is done with a folder


def reading(place: Path, folder: Path):
    results = read_results(place)
    return {table: getattr(results, table) for table in TABLES}


def reporting(place: Path, folder: Path):
    results = read_results(place)
    results.report()
    return {table: getattr(results, table) for table in TABLES}


def going_on(place: Path, folder: Path):
    simulate_to_folder(small(), place, RUNS, SEED, threads=1)
    return reading(place, folder)


def overwriting(place: Path, folder: Path):
    simulate_to_folder(small(), place, RUNS, SEED, threads=1, overwrite=True)
    return reading(place, folder)


def saving(place: Path, folder: Path):
    read_results(place).save(folder / "out" / "saved")
    return reading(folder / "out" / "saved", folder)


def reading_sweep(place: Path, folder: Path):
    list(failures(place))
    return {"points": read_sweep(place), "runs": read_sweep(place, each_run=True)}


def explaining(place: Path, folder: Path):
    explain(place)
    return reading_sweep(place, folder)


def sweeping(place: Path, folder: Path):
    sweep(small(), DESIGN, RUNS, SEED, folder=place, measures=["signed", "cost"], rows=True, threads=1)
    return reading_sweep(place, folder)


def merging(place: Path, folder: Path):
    merge([place, place.parent / "shard_2"], folder / "out" / "merged")
    return reading_sweep(folder / "out" / "merged", folder)


def reading_study(place: Path, folder: Path):
    return read_attribution(place).long()


def making_again(place: Path, folder: Path):
    return attribute_again(read_attribution(place), threads=1).long()


def replacing(place: Path, folder: Path):
    check_folder(place, "attribution", overwrite=True)
    write_attribution(read_attribution(originals() / "study"), place, overwrite=True)
    return reading_study(place, folder)


USES = {
    "runs": [reading, reading, reporting, going_on, overwriting, saving],
    "sweep": [reading_sweep, explaining, sweeping],
    "shard_1": [merging],
    "study": [reading_study, reading_study, making_again, replacing],
}


@cache
def expected(kind: str) -> dict[str, pd.DataFrame]:
    """Return the tables of an untouched folder."""
    read = {"runs": reading, "sweep": reading_sweep, "shard_1": reading_sweep, "study": reading_study}[kind]
    return read(originals() / ("sweep" if kind == "shard_1" else kind), originals())


def check(kind: str, honest: bool, found: dict[str, pd.DataFrame]) -> None:
    """Raise AssertionError unless what loaded has the true numbers, or at least such as can be true."""
    for name, table in expected(kind).items():
        if honest:
            pd.testing.assert_frame_equal(found[name], table)
        for column in found[name]:
            values = found[name][column]
            if values.dtype.kind == "f" and column != "share":
                missing = np.isnan(values) & (column not in table or not np.isnan(table[column]).any())
                assert not np.isinf(values).any() and (kind != "runs" or not missing.any()), column
            elif isinstance(values.dtype, pd.CategoricalDtype):
                assert all(str(text).isprintable() for text in values.cat.categories)


# changes: each returns whether hashes are as they were, so that only the true numbers may be read


def chosen_file(luck: random.Random, place: Path, endings: tuple[str, ...] = ("",)) -> Path | None:
    """Return a file of a folder."""
    files = sorted(path for path in place.rglob("*") if is_plain_file(path) and path.name.endswith(endings))
    return luck.choice(files) if files else None


def with_bytes_changed(luck: random.Random, place: Path) -> bool:
    """Change, cut or lengthen a file of the store, whose hashes or lines tell."""
    path = chosen_file(luck, place, (".parquet",))
    if path:
        path.write_bytes(mangled(luck, path.read_bytes()))
    return True


def with_texts_changed(luck: random.Random, place: Path) -> bool:
    """Change bytes of a text file."""
    path = chosen_file(luck, place, (".json", ".jsonl", ".toml", ".csv"))
    if path:
        path.write_bytes(mangled(luck, path.read_bytes()))
    return False


def mangled(luck: random.Random, content: bytes) -> bytes:
    """Return bytes of which some are changed, missing or repeated."""
    data = bytearray(content)
    for _ in range(luck.choice([1, 1, 3])):
        at = luck.randrange(len(data) + 1)
        match luck.randrange(5):
            case 0 if at < len(data):
                data[at] ^= 1 << luck.randrange(8)
            case 1:
                data[at : at + luck.randrange(40)] = b""
            case 2:
                data[at:at] = luck.choice([luck.randbytes(9), b"\0" * 50, b"[" * 2000, b"9" * 6000, b"\xff", b'"\n'])
            case 3:
                data[at:] = b""
            case _:
                data[at:at] = data[max(0, at - luck.randrange(200)) : at]
    return bytes(data)


def with_another_kind_of_file(luck: random.Random, place: Path) -> bool:
    """Put a link, a pipe, a folder or nothing into the place of a file or folder."""
    paths = sorted(place.rglob("*"))
    path = luck.choice([*paths, *(place / name for name in NAMES)])
    target = luck.choice([place.parents[1] / "mine", place.parents[1] / "mine" / "thesis.txt", Path("/dev/zero"), path])
    content = read_plain(path) if is_plain_file(path) else b""
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    match luck.randrange(6):
        case 0:
            path.symlink_to(target)
        case 1:
            os.mkfifo(path)
        case 2:
            path.mkdir()
        case 3 if target.is_file():
            os.link(target, path)
        case 4:
            path.write_bytes(content)
    return path.name == "scenario.toml" or path.suffix in (".parquet", "")


def with_a_manifest_changed(luck: random.Random, place: Path) -> bool:
    """Change a value of a manifest."""
    path = place / "manifest.json"
    try:
        made = json.loads(read_plain(path))
        where, key = luck.choice(list(places_in(made)))
    except (OSError, ValueError, IndexError, RecursionError):
        return False
    put(luck, where, key)
    path.write_text(json.dumps(made), errors="surrogatepass")
    return False


def with_a_line_of_the_journal_changed(luck: random.Random, place: Path) -> bool:
    """Change, repeat, move or drop a line of the journal."""
    path = place / "chunks.jsonl"
    try:
        lines = [json.loads(line) for line in read_plain(path).splitlines()]
        line = luck.choice(lines)
        where, key = luck.choice(list(places_in(line)))
    except (OSError, ValueError, IndexError, RecursionError):
        return False
    match luck.randrange(4):
        case 0:
            lines.append(copy.deepcopy(line))
        case 1:
            lines.remove(line)
        case _:
            put(luck, where, key)
    luck.shuffle(lines)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), errors="surrogatepass")
    return False


def places_in(value):
    """Yield every place of a value of JSON as its holder and key."""
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from places_in(value[key])


def put(luck: random.Random, where, key) -> None:
    """Put another value into a place, or take it away, or name it otherwise."""
    match luck.randrange(5):
        case 0:
            del where[key]
        case 1 if isinstance(where, dict):
            where[luck.choice(TEXTS)] = where.pop(key)
        case 2:
            where[key] = luck.choice([[], {}, [where[key]], {"a": where[key]}, [[[[]]]], [1] * 3000])
        case 3:
            where[key] = luck.choice(TEXTS)
        case _:
            where[key] = luck.choice(NUMBERS)


def with_a_table_changed(luck: random.Random, place: Path) -> bool:
    """Change a table as a stranger can, who makes its hash and its name right again."""
    path = chosen_file(luck, place, (".parquet",))
    try:
        content = changed_table(luck, path.read_bytes())
        lines = [json.loads(line) for line in read_plain(place / "chunks.jsonl").splitlines()]
    except (OSError, ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        return False
    digest, name = hashlib.sha256(content).hexdigest(), path.name
    for line in lines:
        if isinstance(line, dict) and name in str(line.get("files")):
            new = f"part-{line.get('block')}-{digest[:8]}.parquet"
            line["files"][path.parent.name] = [new, digest]
            if len(new) > 200:
                continue
            path.unlink(missing_ok=True)
            (path.parent / new.replace("/", "")).write_bytes(content)
    (place / "chunks.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return False


def changed_table(luck: random.Random, content: bytes) -> bytes:
    """Return a Parquet file with other rows, columns, types or metadata, or with bytes changed."""
    if luck.random() < 0.3:
        return mangled(luck, content)
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    place = luck.randrange(table.num_columns)
    name, column = table.column_names[place], table.column(place)
    match luck.randrange(12):
        case 0:
            rows = luck.choices(range(max(1, len(table))), k=luck.choice([0, 1, 3]) * len(table))
            table = table.take(pyarrow.array(rows, pyarrow.int64()))
        case 1:
            table = table.drop_columns([name])
        case 2:
            table = table.append_column(luck.choice([name, "more", "\x1b[2J"]), column)
        case 3:
            kinds = [pyarrow.string(), pyarrow.int8(), pyarrow.float32(), pyarrow.large_string(), pyarrow.binary()]
            table = table.set_column(place, name, column.cast(luck.choice(kinds), safe=False))
        case 4:
            values = column.to_pylist()
            values[luck.randrange(len(values))] = luck.choice([*NUMBERS, *TEXTS])
            table = table.set_column(place, name, pyarrow.array(values, column.type))
        case 5:
            values = [luck.choice([math.nan, math.inf, -1, 10**18, 0])] * len(table)
            table = table.set_column(place, name, pyarrow.array(values).cast(column.type, safe=False))
        case 6:
            table = table.set_column(place, name, pyarrow.nulls(len(table), column.type))
        case 7:
            nested = [pyarrow.list_(pyarrow.int64()), pyarrow.struct({"a": pyarrow.int64()})]
            table = table.set_column(place, name, pyarrow.nulls(len(table), luck.choice(nested)))
        case 8:
            repeated = pyarrow.array([luck.choice(TEXTS)]).take(pyarrow.array([0] * len(table)))
            table = table.set_column(place, name, repeated.dictionary_encode())
        case 9:
            # Nothing, again and again: small as a file, gigabytes in memory.
            table = table.take(pyarrow.array(np.zeros(100_000, dtype="i8")))
        case 10:
            metadata = {"pandas": b'{"index_columns": ["\x1b[2J"]}', "ARROW:extension:name": b"arrow.uuid"}
            table = table.replace_schema_metadata(metadata)
        case _:
            table = table.select(luck.sample(table.column_names, table.num_columns))
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream, compression=luck.choice(["zstd", "none"]))
    return stream.getvalue()


CHANGES = [
    with_bytes_changed,
    with_texts_changed,
    with_another_kind_of_file,
    with_a_manifest_changed,
    with_a_manifest_changed,
    with_a_line_of_the_journal_changed,
    with_a_table_changed,
    with_a_table_changed,
]
