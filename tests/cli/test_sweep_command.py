"""The commands `sweep`, `merge` and `measures`: what they print and write, what they refuse, how they end."""

import csv
import io
import json
import os
import re
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import sipabm
from sipabm import Scenario
from sipabm.cli.plan_options import parse_grid, parse_range, parse_shard
from sipabm.given_tables import read_given_table
from sipabm.sweeps import running

BASE = ("classroom", "--set", "quarters=16", "--set", "own_interest=0.15")
SMALL = (*BASE, "--replicates", 3)
GRID = ("--grid", "early_meetings=0,1", "--grid", "silo_strength=0.2,0.8")


@pytest.fixture(scope="module")
def base():
    return Scenario.load("classroom").replace(quarters=16, own_interest=0.15)


def refused(result):
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    assert err[0].startswith("sipabm: ") and "Traceback" not in err[0]
    return err[0]


def points(cli, tmp_path, *arguments):
    """Return the table of points of a sweep."""
    assert cli("sweep", *BASE, "--replicates", 1, *arguments, "--out", tmp_path / "out")[0] == 0
    return pd.read_csv(tmp_path / "out" / "points.csv", float_precision="round_trip")


# what is printed and written


def test_it_prints_the_first_points_with_units_and_says_what_the_folder_holds(cli, tmp_path):
    code, out, err = cli("sweep", *SMALL, *GRID, "--out", tmp_path / "out")
    assert (code, err) == (0, [])
    assert out.startswith("'classroom' at 4 points, 2010 to 2013: mean over runs ± half of its 95 % interval")
    assert re.search(r"^point +early_meetings +silo_strength +runs +signed +successful$", out, re.MULTILINE)
    assert re.search(r"^ +partnerships +partnerships$", out, re.MULTILINE)
    assert len(re.findall(r"^ +\d +[01] +0\.[28] +3 +\S+ ± \S+ +\S+ ± \S+$", out, re.MULTILINE)) == 4
    for words in ("points.csv", "columns.csv", "runs/*.parquet", "design.toml", f"read_sweep('{tmp_path / 'out'}')"):
        assert words in out
    assert max(map(len, out.splitlines()[:7])) <= 100


def test_the_folder_explains_itself(cli, tmp_path, base):
    cli("sweep", *SMALL, *GRID, "--measures", "signed,mean_effect", "--rows", "--out", tmp_path / "out")
    table = read_given_table(tmp_path / "out" / "points.csv")
    design = sipabm.grid({"early_meetings": [0, 1], "silo_strength": [0.2, 0.8]})
    expected = sipabm.sweep(base, design, 3, measures=["signed", "mean_effect"], progress=False)
    pd.testing.assert_frame_equal(table, expected, check_exact=True, check_dtype=False)
    told = pd.read_csv(tmp_path / "out" / "columns.csv", keep_default_na=False)
    assert list(told["table"].unique()) == ["points.csv", "points", "runs", "attempts", "contracts"]
    assert told[told["table"] == "points.csv"]["column"].tolist() == table.columns.tolist()
    for name in ("points", "runs", "attempts", "contracts"):
        stored = pd.read_parquet(tmp_path / "out" / name)
        assert told[told["table"] == name]["column"].tolist() == stored.columns.tolist(), name
    assert all(told["meaning"])
    units = told[told["table"] == "points.csv"].set_index("column")["unit"]
    assert (units["signed"], units["mean_effect_low"], units["early_meetings"]) == (
        *("partnerships", "share of target", "share"),
    )


def test_the_folder_can_be_made_again_from_its_design(cli, tmp_path):
    cli("sweep", *SMALL, *GRID, "--policy", "pooled_budgets=0.5@2011Q1", "--seed", 0, "--out", tmp_path / "out")
    assert cli("sweep", tmp_path / "out" / "design.toml", "--out", tmp_path / "again")[0] == 0
    for name in ("points.csv", "columns.csv", "scenario.toml", "design.toml", "chunks.jsonl"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


@pytest.mark.slow
def test_many_columns_and_points_are_counted_where_they_do_not_fit(cli, tmp_path):
    sizes = ("--uncertain", "--latin", 12, "--measures", "signed,signed_by_year,exits_by_barrier")
    _, out, _ = cli("sweep", *SMALL, *sizes, "--years", "2011:2012", "--out", tmp_path / "out")
    assert re.search(r"^Not shown: 2 more points, \d+ more columns that are varied and \d+ more measures$", out, re.M)
    assert max(map(len, out.splitlines()[:13])) <= 100
    table = pd.read_csv(tmp_path / "out" / "points.csv")
    assert {"signed_2011", "signed_2012", "exit_silos"} <= set(table) and "signed_2010" not in table


def test_json_has_every_point_with_units_and_quiet_prints_nothing(cli, tmp_path):
    _, out, _ = cli("sweep", *SMALL, *GRID, "--json", "--out", tmp_path / "out")
    told = json.loads(out)
    assert told["command"] == "sweep" and told["failed"] == [] and told["folder"] == str(tmp_path / "out")
    assert told["tables"]["points"]["units"]["signed_low"] == "partnerships"
    assert len(told["tables"]["points"]["rows"]) == 4
    assert cli("sweep", *SMALL, *GRID, "--quiet", "--out", tmp_path / "out") == (0, "", [])


# what is varied


def test_options_are_crossed(cli, tmp_path):
    spread = ("--range", "give_up=0.1:0.3", "--sobol", 4)
    levers = ("--factorial", "early_meetings,pooled_budgets", "--from", "2011Q1")
    table = points(cli, tmp_path, "--grid", "silo_strength=0.2,0.8", *spread, *levers)
    assert len(table) == 2 * 4 * 4
    assert table["give_up"].between(0.1, 0.3).all() and table["give_up"].nunique() == 4
    assert table["early_meetings.from"].dropna().unique().tolist() == ["2011Q1"]


def test_a_latin_hypercube_has_a_point_in_each_row(cli, tmp_path):
    table = points(cli, tmp_path, "--range", "silo_strength=0:1", "--range", "give_up=0:1", "--latin", 5)
    for name in ("silo_strength", "give_up"):
        assert sorted((table[name] * 5).astype(int)) == [0, 1, 2, 3, 4]


@pytest.mark.slow
def test_uncertain_varies_all_but_what_is_set_or_varied_otherwise(cli, tmp_path):
    table = points(cli, tmp_path, "--uncertain", "--latin", 2, "--grid", "pool=1", "--range", "horizon=4:5")
    assert set(sipabm.plausible_ranges()) - set(table) == {"own_interest"}
    assert (table["pool"] == 1).all() and table["horizon"].between(4, 5).all()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_table_is_taken_digit_by_digit(cli, tmp_path, ending):
    given = pd.DataFrame(
        {
            "silo_strength": [0.1 + 0.2, np.nan],
            "early_meetings": [None, 0.5],
            "early_meetings.from": [None, "2011Q3"],
            "ties": ["block", None],
        }
    )
    path = tmp_path / f"given.{ending}"
    given.to_csv(path, index=False) if ending == "csv" else given.to_parquet(path)
    table = points(cli, tmp_path, "--table", path)
    assert table["silo_strength"][0] == 0.1 + 0.2 and pd.isna(table["silo_strength"][1])
    assert table["early_meetings.from"][1] == "2011Q3" and table["ties"][0] == "block"
    assert (tmp_path / "out" / f"design.{ending}").read_bytes() == path.read_bytes()


def test_a_design_file_is_swept_and_effort_may_be_asked_for_besides(cli, tmp_path):
    text = 'scenario = "classroom"\nreplicates = 7\n[set]\nquarters = 16\n[grid]\ngive_up = [0.0, 0.2]\n'
    (tmp_path / "mine.toml").write_text(text)
    besides = ("--replicates", 2, "--measures", "started", "--years", "2011:", "--set", "own_interest=0.4")
    code, out, _ = cli("sweep", tmp_path / "mine.toml", *besides, "--out", tmp_path / "out")
    assert code == 0 and "at 2 points, 2011 to 2013" in out
    table = pd.read_csv(tmp_path / "out" / "points.csv")
    assert table["runs"].tolist() == [2, 2] and "started" in table
    made = Scenario.load(tmp_path / "out" / "scenario.toml")
    assert made == Scenario.load("classroom").replace(quarters=16, own_interest=0.4)


def test_the_same_command_with_more_adds_to_what_is_there(cli, tmp_path):
    one = points(cli, tmp_path, "--grid", "give_up=0,0.2")
    cli("sweep", *BASE, "--grid", "give_up=0,0.2,0.3", "--replicates", 4, "--out", tmp_path / "out")
    more = pd.read_csv(tmp_path / "out" / "points.csv")
    assert (one["runs"].tolist(), more["runs"].tolist()) == ([1, 1], [4, 4, 4])


def test_overwrite_replaces_what_is_there(cli, tmp_path):
    points(cli, tmp_path, "--grid", "give_up=0,0.2")
    table = points(cli, tmp_path, "--grid", "give_up=0.3", "--seed", 2, "--overwrite")
    assert table["give_up"].tolist() == [0.3]


# a dry run


def files(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_a_dry_run_says_what_it_will_take_and_writes_nothing(cli, tmp_path):
    code, out, err = cli("sweep", *SMALL, *GRID, "--rows", "--threads", 1, "--out", tmp_path / "out", "--dry-run")
    assert (code, err, list(tmp_path.iterdir())) == (0, [], [])
    lines = dict(re.split(r"  +", line, maxsplit=1) for line in out.splitlines()[:6])
    assert lines["points"] == "4" and lines["runs"] == "12 (3 runs of each point)"
    assert lines["years"] == "2010 to 2013" and lines["measures"] == "signed and successful"
    assert re.fullmatch(r"about [\d.]+ s on 1 thread of this machine", lines["time"])
    assert re.fullmatch(r"about [\d.]+ kB in 3 files", lines["disk"])
    assert "Measured: the first 12 runs, on 1 thread of this machine, took" in out
    assert out.endswith("Everything is valid; nothing was written.\n")


def test_a_dry_run_tells_the_part_of_a_shard_and_answers_programs(cli, tmp_path):
    _, out, _ = cli("sweep", *SMALL, *GRID, "--shard", "2/2", "--dry-run")
    assert re.search(r"^runs +0 in shard 2 of 2 \(3 runs of each point\)$", out, re.M)
    _, out, _ = cli("sweep", *SMALL, *GRID, "--dry-run", "--json")
    told = json.loads(out)["dry_run"]
    assert (told["points"], told["runs"], told["years"]) == (4, 12, [2010, 2011, 2012, 2013])
    assert told["seconds"] > 0 and told["bytes"] > 1000


def test_a_dry_run_refuses_the_folder_of_another_sweep_and_leaves_it_alone(cli, tmp_path):
    points(cli, tmp_path, "--grid", "give_up=0")
    before = files(tmp_path)
    other = ("sweep", *BASE, "--grid", "give_up=0", "--seed", 2, "--out", tmp_path / "out", "--dry-run")
    assert "holds runs with another seed (1 instead of 2)" in refused(cli(*other))
    assert cli(*other, "--overwrite")[0] == 0
    assert files(tmp_path) == before


def test_a_dry_run_says_how_many_runs_are_there(cli, tmp_path):
    points(cli, tmp_path, "--grid", "give_up=0,0.1")
    more = ("sweep", *BASE, "--grid", "give_up=0.1,0.2", "--replicates", 4, "--out", tmp_path / "out", "--dry-run")
    assert re.search(r"^runs +8 .*\nthere +1 of them; they are not made again$", cli(*more)[1], re.M)
    assert "there" not in cli(*more, "--overwrite")[1]


def test_a_dry_run_sees_that_a_folder_lacks_what_is_asked(cli, tmp_path):
    assert cli("sweep", *SMALL, *GRID, "--out", tmp_path / "out", "--quiet")[0] == 0
    for more in ((), ("--dry-run",)):
        code, _, err = cli("sweep", *SMALL, *GRID, "--measures", "payment", "--out", tmp_path / "out", *more)
        assert code == 2 and "does not keep payment of its runs" in err[0]


def test_another_shard_is_told_in_words(cli, tmp_path):
    assert cli("sweep", *SMALL, *GRID, "--out", tmp_path / "out", "--quiet")[0] == 0
    code, _, err = cli("sweep", *SMALL, *GRID, "--shard", "1/3", "--out", tmp_path / "out")
    assert code == 2 and "another shard (1 of 1 instead of 1 of 3)" in err[0]


# shards


def test_shards_are_merged_to_the_same_folder(cli, tmp_path, monkeypatch):
    monkeypatch.setattr("sipabm.sweeps.blocks.ACTOR_QUARTERS_A_BLOCK", 1)  # a block for each run
    cli("sweep", *SMALL, *GRID, "--out", tmp_path / "whole")
    for part in (1, 2):
        code, out, _ = cli("sweep", *SMALL, *GRID, "--shard", f"{part}/2", "--out", tmp_path / f"part_{part}")
        assert code == 0 and out.startswith(f"Shard {part} of 2 of 4 points is in {tmp_path / f'part_{part}'}")
        assert "sipabm merge" in out and not (tmp_path / f"part_{part}" / "points.csv").exists()
    code, out, _ = cli("merge", tmp_path / "part_1", tmp_path / "part_2", "--out", tmp_path / "merged")
    assert code == 0 and "'classroom' at 4 points" in out
    names = {path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole").rglob("*") if path.is_file()}
    assert names == {path.relative_to(tmp_path / "merged") for path in (tmp_path / "merged").rglob("*.*")}
    for name in names:
        if name.name != "manifest.json":  # which says when
            assert (tmp_path / "merged" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_runs_that_failed_in_a_shard_are_told_by_the_shard_and_by_the_whole(cli, tmp_path, monkeypatch):
    def failing(*_):
        raise ArithmeticError("no more luck")

    with monkeypatch.context() as patch:
        patch.setattr(running, "fill", failing)
        code, _, err = cli("sweep", *SMALL, "--grid", "give_up=0", "--shard", "1/1", "--out", tmp_path / "whole")
        assert (code, err[0]) == (1, "3 runs failed; the same command tries them again:")
        monkeypatch.setattr("sipabm.sweeps.blocks.ACTOR_QUARTERS_A_BLOCK", 1)
        for part in (1, 2):
            shard = ("--shard", f"{part}/2", "--out", tmp_path / f"part_{part}")
            code, _, err = cli("sweep", *SMALL, "--grid", "give_up=0", *shard)
            assert code == 1 and err[1].startswith("  run ")
    code, out, err = cli("merge", tmp_path / "part_1", tmp_path / "part_2", "--out", tmp_path / "merged")
    assert (code, len(err)) == (1, 4) and "–" in out


def test_a_missing_shard_is_named(cli, tmp_path):
    cli("sweep", *SMALL, *GRID, "--shard", "1/2", "--out", tmp_path / "part")
    said = refused(cli("merge", tmp_path / "part", "--out", tmp_path / "merged"))
    assert "2/2 missing" in said and not (tmp_path / "merged").exists()


def test_overwrite_touches_nothing_in_a_folder_of_somebody_else(cli, tmp_path):
    (tmp_path / "points.csv").write_text("mine")
    said = refused(cli("sweep", *SMALL, *GRID, "--overwrite", "--out", tmp_path))
    assert "is not empty and not from sipabm" in said
    assert (tmp_path / "points.csv").read_text() == "mine"


# how it ends


def test_failed_runs_are_told_with_their_reason_and_cost_no_other(cli, tmp_path, monkeypatch):
    whole = running.fill

    def failing(rows, kept, group, column, run, told):
        if run == 1 and 2 in group.places:
            raise ArithmeticError("no more\nluck")
        whole(rows, kept, group, column, run, told)

    with monkeypatch.context() as patch:
        patch.setattr(running, "fill", failing)
        quiet = cli("sweep", *SMALL, *GRID, "--threads", 1, "--out", tmp_path / "other", "--quiet")
        code, out, err = cli("sweep", *SMALL, *GRID, "--threads", 1, "--out", tmp_path / "out")
    assert code == 1 and quiet == (1, "", err)
    assert err == [
        "1 run failed; the same command tries them again:",
        "  run 1 of point 2: ArithmeticError: no more",
    ]
    assert re.search(r"^ +2 +1 +0\.2 +2 +1 ", out, re.MULTILINE)  # runs, failed
    table = pd.read_csv(tmp_path / "out" / "points.csv")
    assert (table["runs"].tolist(), table["failed"].tolist()) == ([3, 3, 2, 3], [0, 0, 1, 0])
    assert cli("sweep", *SMALL, *GRID, "--out", tmp_path / "out")[0] == 0


def test_an_interruption_is_one_line_that_says_how_to_go_on(cli, tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running, "done", interrupt)
        code, out, err = cli("sweep", *SMALL, *GRID, "--threads", 1, "--out", tmp_path / "out")
    told = "sipabm: interrupted before a first chunk was complete; the same command begins again"
    assert (code, out, err) == (130, "", [told])
    assert cli("sweep", *SMALL, *GRID, "--out", tmp_path / "out")[0] == 0


# what is refused

SILOS = ("--range", "silo_strength=0.1:0.9")
GIVE_UP = ("--grid", "give_up=0")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "nothing is varied; give a grid"),
        (("--grid", "give_up"), "--grid 'give_up' is not like early_meetings=0,0.5,1"),
        (("--grid", "give_up=0,"), "is not like early_meetings=0,0.5,1"),
        (
            (*GIVE_UP, "--set", "learning.give_up=0.5"),
            "'learning.give_up' is set to one value, and",
        ),
        (("--grid", "early_meetings=0,1", "--policy", "early_meetings=1@2011Q1"), "and 'early_meetings' is varied"),
        (("--range", "give_up=0:1", "--latin", 2, "--set", "give_up=0.5"), "leave one of them out"),
        (("--grid", "give_u=0"), "did you mean 'give_up'"),
        (("--grid", "give_up=0.1,2"), "row 1 of the design: classroom: learning.give_up = 2.0 is outside 0 to 1"),
        ((*GIVE_UP, *GIVE_UP), "--grid gives 'give_up' twice"),
        ((*GIVE_UP, "--range", "give_up=0:1", "--latin", 2), "'give_up' is varied twice"),
        (("--grid", "first_quarter=2010Q1,2011Q1"), "the scenarios cover different times"),
        (("--grid", "early_meetings.from=2011Q1"), "but no column 'early_meetings'"),
        (("--grid", "point=1"), "which results have too"),
        (SILOS, "ranges need a number of points: latin or sobol"),
        (("--latin", 3), "no range to spread 3 points over"),
        ((*SILOS, "--latin", 3, "--sobol", 4), "two ways to spread points"),
        (("--range", "silo_strength=0.1", "--latin", 3), "is not like silo_strength=0.1:0.9"),
        (("--range", "silo_strength=0.9:0.1", "--latin", 3), "give a low end and a higher one"),
        ((*SILOS, *SILOS, "--latin", 3), "--range gives 'silo_strength' twice"),
        (("--factorial", "early_meetings"), "--from 2012Q1"),
        (("--factorial", "early_meeting", "--from", "2011Q1"), "no lever 'early_meeting'"),
        (("--factorial", "early_meetings,", "--from", "2011Q1"), "has an empty name"),
        (("--from", "2011Q1", *GIVE_UP), "is the first quarter of no lever"),
        (("--table", "none.csv"), "none.csv: cannot be read"),
        (("--table", "none.xlsx"), "No such file"),
        ((*GIVE_UP, "--measures", "sign"), "did you mean 'signed'? (see `sipabm measures`)"),
        ((*GIVE_UP, "--measures", "signed,signed"), "asked for twice"),
        ((*GIVE_UP, "--years", "12"), "is not like 2012:2020"),
        ((*GIVE_UP, "--years", "2012:2040"), "last = 2040"),
        ((*GIVE_UP, "--shard", "3"), "--shard '3' is not like 3/16"),
        ((*GIVE_UP, "--shard", "0/3"), "from 1/16 to 16/16"),
        ((*GIVE_UP, "--shard", "4/3"), "from 1/16 to 16/16"),
        ((*GIVE_UP, "--seed", "-1"), "seed = -1"),
        ((*GIVE_UP, "--replicates", "0"), "replicates = 0"),
        ((*GIVE_UP, "--policy", "early_meetings=0.5"), "is not like early_meetings=0.5@2024Q1"),
    ],
)
def test_a_wrong_command_is_refused_in_one_line_and_nothing_is_written(cli, tmp_path, arguments, words):
    for last in (("--out", tmp_path / "out"), ("--dry-run",)):
        assert words in refused(cli("sweep", *SMALL, *arguments, *last))
    assert not any(tmp_path.iterdir())


def test_a_folder_is_asked_for(cli):
    assert "give one as --out output/sweep" in refused(cli("sweep", *SMALL, *GRID))


def test_a_design_and_a_scenario_are_not_mistaken_for_each_other(cli, tmp_path):
    design, scenario = tmp_path / "mine.toml", tmp_path / "world.toml"
    design.write_text('scenario = "classroom"\n[grid]\ngive_up = [0.0]\n')
    scenario.write_text('based_on = "classroom"\nname = "other"\n')
    assert "mine.toml: is the design of a sweep and no scenario" in refused(cli("run", design))
    assert "nothing is varied" in refused(cli("sweep", scenario, "--out", tmp_path / "out"))
    said = refused(cli("sweep", design, "--grid", "pool=1", "--out", tmp_path / "out"))
    assert "says what is varied; write the rest into it" in said
    assert not (tmp_path / "out").exists()


def test_a_cluster_that_is_not_there_is_one_line(cli, tmp_path, monkeypatch):
    monkeypatch.setattr("sipabm.sweeps.dask_workers.SECONDS_TO_CONNECT", 0.2)
    said = refused(cli("sweep", *SMALL, *GRID, "--dask", "tcp://127.0.0.1:1", "--out", tmp_path / "out"))
    assert said.startswith("sipabm: no Dask scheduler answers at 'tcp://127.0.0.1:1' (")
    assert "no Dask scheduler" in refused(cli("sweep", *SMALL, *GRID, "--dask", "here", "--out", tmp_path / "out"))


def test_without_dask_it_is_said_what_to_install(cli, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    said = refused(cli("sweep", *SMALL, *GRID, "--dask", "local", "--out", tmp_path / "out"))
    assert "pip install 'sipabm[dask]'" in said


def test_options_are_read_as_they_are_written():
    assert parse_grid("early_meetings=0,0.5,1") == ("early_meetings", [0, 0.5, 1])
    assert parse_grid("early_meetings.from=2011Q1,2012Q1") == ("early_meetings.from", ["2011Q1", "2012Q1"])
    assert parse_grid("rigour_asked={monitoring=1.0}") == ("rigour_asked", [{"monitoring": 1.0}])
    assert parse_range(" worth.social = 3:1e1") == ("worth.social", (3.0, 10.0))
    assert [parse_shard(text) for text in (None, "3/16", "1/1")] == [(1, 1), (3, 16), (1, 1)]


# measures


def test_measures_are_listed_with_unit_meaning_and_forms(cli):
    code, out, err = cli("measures")
    assert (code, err) == (0, [])
    assert "  signed: partnerships (also _by_year, _by_area, _by_country)\n" in out
    assert "NAME_by_year" in out and "exits_by_barrier" in out
    assert max(map(len, out.splitlines())) <= 100


def test_every_measure_that_is_listed_can_be_measured_and_has_a_unit(cli, base):
    _, out, _ = cli("measures", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    names = [row["measure"] for row in rows]
    assert len(set(names)) == len(names) and all(row["unit"] and row["meaning"] for row in rows)
    split = [f"{row['measure']}{ending}" for row in rows for ending in row["forms"].split(", ") if ending]
    table = sipabm.sweep(base, sipabm.grid({"give_up": [0.1]}), 1, measures=[*names, *split], progress=False)
    assert set(names) <= set(table) and {"signed_2011", "cost_health", "ended_early_A"} <= set(table)


def test_measures_are_searched_and_printed_for_documents_and_programs(cli):
    _, out, _ = cli("measures", "--search", "silos", "--format", "markdown")
    assert out.splitlines()[-2].startswith("| `exit_silos` | attempts |")
    _, out, _ = cli("measures", "--search", "peak", "--json")
    assert {row["measure"] for row in json.loads(out)["tables"]["measures"]["rows"]} == {"peak_year", "peak"}
    assert "no measure mentions 'sleep'" in refused(cli("measures", "--search", "sleep"))


@pytest.mark.parametrize("command", ["sweep", "merge", "measures"])
def test_help_has_an_example(cli, command):
    code, out, _ = cli(command, "--help")
    assert code == 0 and f"Example: sipabm {command}" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--grid", "give_up\x1b[31m=0"), r"give_up\x1b[31m"),
        (("--grid", "give_up=nan"), "'give_up' that is no number"),
        (("--factorial", "early_meetings,early_meetings", "--from", "2012Q1"), "varied twice"),
        (("--range", "give_up=0:1", "--latin", 10**12), "from 1 to 1000000"),
        ((*GRID, "--replicates", 10**20), "replicates = 100000000000000000000"),
    ],
)
def test_what_would_hurt_a_terminal_or_never_end_is_one_printable_line(cli, tmp_path, arguments, words):
    line = refused(cli("sweep", *BASE, *arguments, "--out", tmp_path / "out"))
    assert words in line and line.isprintable()


def test_a_pipe_is_no_table_and_a_design_too_deep_no_design(cli, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "deep.toml").write_text('scenario = "classroom"\nmeasures = ' + 10_000 * "[")
    assert "it is no ordinary file" in refused(
        cli("sweep", *BASE, "--table", tmp_path / "pipe.csv", "--out", tmp_path / "out")
    )
    for command in ("sweep", "run"):
        assert "not valid TOML" in refused(cli(command, tmp_path / "deep.toml", "--out", tmp_path / "out"))


@pytest.mark.slow
def test_closed_streams_hurt_nobody(tmp_path):
    command = f"{sys.executable} -m sipabm sweep classroom --set quarters=8 --grid give_up=0,1 --replicates 1 --out out"
    for closed in (">&-", ">&- 2>&-"):
        ended = subprocess.run(f"{command} {closed}", shell=True, cwd=tmp_path, capture_output=True, text=True)
        assert ended.returncode == 0 and "Traceback" not in ended.stderr
    assert len(sipabm.read_sweep(tmp_path / "out")) == 2


def test_a_dry_run_refuses_an_edge_list_that_is_none(cli, tmp_path):
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,nobody\n")
    edges = ("--set", "ties=edge_list", "--set", f"edge_list={tmp_path / 'ties.csv'}")
    for dry in (("--dry-run",), ("--out", tmp_path / "out")):
        code, _, err = cli("sweep", *SMALL, *edges, "--grid", "give_up=0,1", *dry)
        assert code == 2 and "ties.csv line 2: unknown actor 'nobody'" in err[-1]
    assert not (tmp_path / "out").exists()


def test_one_number_under_two_names_is_refused(cli, tmp_path):
    for varied in (
        ("--grid", "give_up=0,1", "--grid", "learning.give_up=0.5"),
        ("--set", "give_up=0", "--set", "learning.give_up=1"),
    ):
        code, _, err = cli("sweep", *SMALL, *GRID, *varied, "--dry-run")
        assert code == 2 and "'give_up' and 'learning.give_up' are the same value, given twice" in err[-1]


def test_a_policy_of_a_design_gives_way_to_one_of_the_same_lever(cli, tmp_path):
    (tmp_path / "design.toml").write_text(
        'scenario = "classroom"\npolicies = ["early_meetings=0.5@2012Q1", "pooled_budgets=1@2012Q1"]\n'
        "replicates = 1\n[grid]\ngive_up = [0.1]\n"
    )
    cli("sweep", tmp_path / "design.toml", "--policy", "early_meetings=1@2013Q1", "--out", tmp_path / "out")
    levers = Scenario.load(tmp_path / "out/scenario.toml").levers
    assert (levers.early_meetings.first, levers.pooled_budgets.first) == ("2013Q1", "2012Q1")
