"""The command `merge`: the shards of a sweep as one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from sipabm.cli.output import Json, Output, Quiet
from sipabm.cli.sweep_command import tell
from sipabm.whole_files import MOST_BYTES_OF_A_TABLE, read_plain, write_aside


def merge(
    shards: Annotated[
        list[Path], typer.Argument(metavar="SHARD...", help="Folders of all shards.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to write the whole sweep.", show_default=False)],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the sweep in the folder.")] = False,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Join the shards of a sweep, as 'sipabm sweep --shard' makes them, to one folder.

    It holds the same tables, file by file, as the sweep made in one place.
    Shards that are missing, unfinished or of another sweep are refused.
    """
    from sipabm.sweeps.design_files import KEPT
    from sipabm.sweeps.explained import explain
    from sipabm.sweeps.merging import merge as merged
    from sipabm.sweeps.sweep import read_sweep

    merged(shards, out, overwrite=overwrite)
    for name in KEPT:
        with suppress(OSError):  # not there, or a link: what lies elsewhere is no business of a shard's
            write_aside(out / name, read_plain(shards[0] / name, MOST_BYTES_OF_A_TABLE))
    explain(out)
    tell("merge", out, read_sweep(out), (1, 1), Output(quiet, as_json))
