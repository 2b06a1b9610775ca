"""The command `compare`: what it prints and writes, how alternatives are given, and what it refuses."""

import json
import re
import shlex

import pandas as pd
import pytest

from sipabm import Scenario, ScenarioError, simulate_to_folder
from sipabm.cli.choices import alternatives
from sipabm.cli.compare_command import parse_precision, parse_years
from sipabm.studies import compare
from sipabm.sweeps import running

SMALL = ("classroom", "--set", "quarters=16", "--set", "own_interest=0.15", "--replicates", 3)
# Large enough that levers change something, with any luck: else there is nothing to attribute.
LARGER = ("classroom", "--set", "quarters=40", "--set", "own_interest=0.15", "--replicates", 4)
TABLES = ("comparison.csv", "cohort.csv", "net_positions.csv", "curves.csv")
FIGURES = {f"{name}.{kind}" for name in ("curves", "changes", "positions") for kind in ("svg", "png")}
LEVER = ("--lever", "early_meetings=1", "--from", "2011Q1")


@pytest.fixture(scope="module")
def base():
    return Scenario.load("classroom").replace(quarters=16, own_interest=0.15)


def refused(result):
    code, out, err = result
    assert (code, out, len(err)) == (2, "", 1), err
    assert err[0].startswith("sipabm: ") and "Traceback" not in err[0]
    return err[0]


def interrupt(*_, **__):
    raise KeyboardInterrupt


def grid(base, *, levers=(), dates=(), until=None, vary=(), without=(), together=False):
    return list(alternatives(base, levers, dates, until, vary, together, without))


# what is printed


def test_it_prints_measures_with_interval_and_verdict_and_what_they_mean(cli):
    code, out, err = cli("compare", *SMALL, *LEVER)
    assert (code, err) == (0, [])
    assert out.startswith("What changes in 'classroom', 2010 to 2013, mean of 3 runs of each world\n")
    for words in (
        "early_meetings=1@2011Q1\n",
        "95 % interval",
        "partnerships signed",
        "successful partnerships",
        "months from idea to signature",
        "early_meetings=1@2011Q1: attempts begun 2011, followed to their end\n",
        "mean effect, % of target",
        "partnerships that end early, %",
        "needs 2023",
        "early_meetings=1@2011Q1: net positions of these attempts, million USD\n",
        "net cash, against ordinary contracts",
        "million USD",
        "transaction cost",
        "cost of one more success",
        "payments for no effect",
        "cash saved, net of ordinary services",
        "other value of effects",
        "the authority",
        "local firms",
        "Noise: the interval covers zero",
        "LEVER=SHARE@QUARTER",
    ):
        assert words in out, words
    assert max(map(len, out.splitlines())) <= 100
    assert "missing" not in out and "Changes in attempts" not in out


def test_several_alternatives_have_an_overview(cli):
    _, out, _ = cli(
        "compare", *SMALL, "--lever", "early_meetings=0.5,1", "--from", "2011Q1", "--vary", "own_interest=0.9"
    )
    overview = re.split(r"Changes in attempts begun .* 95 % interval.*\n", out)[1].split("\n\n")[0]
    assert re.findall(r"^\S+=\S+", overview, re.MULTILINE) == [
        "early_meetings=0.5@2011Q1",
        "early_meetings=1@2011Q1",
        "own_interest=0.9",
    ]
    assert re.search(
        r"^early_meetings=1@2011Q1 +2011 +\S.* +needs 2023 +needs 2023 +needs 2023$", overview, re.MULTILINE
    )
    assert re.search(r"^own_interest=0.9 +2010 +\S.* needs 2022$", overview, re.MULTILINE)
    assert max(map(len, out.splitlines())) <= 100


def test_what_changes_nothing_is_said_to_be_the_same(cli):
    _, out, _ = cli("compare", *SMALL, "--lever", "innovation_houses=0", "--from", "2011Q1")
    assert re.search(r"^partnerships signed .* 0\.0 +0\.0 to 0\.0 +the same +–$", out, re.MULTILINE)
    assert re.search(r"^ +cost of one more success .* undefined +–$", out, re.MULTILINE)


def test_a_precision_adds_runs_and_a_column_of_runs_missing(cli):
    arguments = ("compare", *SMALL[:-1], 30, *LEVER, "--precision", "0.1%", "--most-replicates", 60)
    _, out, _ = cli(*arguments)
    assert "mean of 60 runs" in out and "missing" in out
    assert re.search(r"was\s+not\s+reached\s+after\s+60\s+runs;\s+[\d,]+\s+more\s+runs\s+are\s+needed", out)


def test_years_bound_what_counts(cli):
    _, out, _ = cli("compare", *SMALL, *LEVER, "--years", "2012:2013")
    assert "'classroom', 2012 to 2013" in out


def test_set_and_policy_change_every_world(cli, tmp_path):
    """With more runs in common there is nothing left that the other scenario changes."""
    (tmp_path / "twin.toml").write_text('based_on = "classroom"\nname = "twin"\n')
    changes = ("--policy", "pooled_budgets=0.5@2011Q1", "--with", tmp_path / "twin.toml")
    _, out, _ = cli("compare", *SMALL, *changes)
    assert "\ntwin\n" in out and "the same" in out and "noise " not in out


def test_a_policy_below_what_is_practice_anyway_is_noted_once(cli):
    practice = ("--set", "levers.pooled_budgets.practice=0.4", "--lever", "pooled_budgets=0.1")
    _, _, err = cli("compare", *SMALL, *practice, "--from", "2011Q1", "--from", "2012Q1")
    assert err == ["note: pooled_budgets=0.1 is below what is practice anyway (0.4), so the policy changes nothing"]


# what is written


@pytest.fixture
def folder(cli, tmp_path):
    arguments = ("compare", *SMALL, *LEVER, "--vary", "give_up=0.3", "--years", "2011:", "--out", tmp_path / "out")
    assert cli(*arguments)[0] == 0
    return tmp_path / "out"


def test_the_folder_holds_the_table_every_scenario_and_a_manifest(folder, base):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    scenarios = {f"{name}/scenario.toml" for name in ("base", "alternative_1", "alternative_2")}
    assert {name for name in names if not name.startswith("runs/")} == {*TABLES, *FIGURES, "manifest.json"} | scenarios
    assert Scenario.load(folder / "alternative_1" / "scenario.toml") == base.with_policy("early_meetings=1@2011Q1")
    made = json.loads((folder / "manifest.json").read_text())
    assert made["finished"] and (made["study"], made["replicates"], made["seed"]) == ("comparison", 3, 1)
    assert list(made["alternatives"]) == ["early_meetings=1@2011Q1", "give_up=0.3"]
    assert made["years"] == [2011, 2013]


def test_the_tables_have_every_digit(folder, base):
    others = [base.with_policy("early_meetings=1@2011Q1"), base.replace(give_up=0.3)]
    found = compare(base, others, 3, first=2011)
    for name, expected in zip(TABLES, (found.table, found.cohort, found.net_positions, found.curves), strict=True):
        written = pd.read_csv(folder / name, float_precision="round_trip")
        pd.testing.assert_frame_equal(written, expected, check_exact=True, check_dtype=False)


def test_the_manifest_says_how_to_make_the_same_table_again(cli, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(folder)
    again = shlex.split(json.loads((folder / "manifest.json").read_text())["again"])
    assert again[0] == "sipabm" and cli(*again[1:], "--out", tmp_path / "again")[0] == 0
    for name in TABLES:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_the_years_in_which_attempts_begin_are_part_of_how_to_make_it_again(cli, tmp_path):
    assert cli("compare", *SMALL, *LEVER, "--begun", "2011:2012", "--out", tmp_path / "out")[0] == 0
    cohort = pd.read_csv(tmp_path / "out" / "cohort.csv")
    assert (cohort["begun_first"] == 2011).all() and (cohort["begun_last"] == 2012).all()
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["again"].endswith("--begun 2011:2012")


def test_levers_act_in_the_area_that_is_asked_for_unless_they_name_their_own(base):
    levers = ("early_meetings=0.5,1", "pooled_budgets.health.social=1")
    found = alternatives(base, levers, ("2011Q1",), None, ("give_up=0.4",), False, area="social")
    assert list(found) == [
        "early_meetings.social=0.5@2011Q1",
        "early_meetings.social=1@2011Q1",
        "pooled_budgets.health.social=1@2011Q1",
        "give_up=0.4",
    ]
    areas = [(each.levers.early_meetings.domains, each.levers.pooled_budgets.domains) for each in found.values()]
    assert areas == [(("social",), ()), (("social",), ()), ((), ("health", "social")), ((), ())]


@pytest.mark.slow
def test_one_area_is_counted_and_its_levers_act_there_alone(cli, tmp_path, monkeypatch):
    levers = ("--lever", "early_meetings=1", "--lever", "pooled_budgets.health=1", "--from", "2011Q1")
    other = ("--vary", "give_up=0.4", "--area", "social")
    code, out, _ = cli("compare", *SMALL, *levers, *other, "--out", tmp_path / "out")
    assert code == 0
    assert out.startswith("What changes in 'classroom', welfare area social, 2010 to 2013, mean of 3 runs")
    assert "Welfare area: all is counted in social alone" in out
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    labels = ["early_meetings.social=1@2011Q1", "pooled_budgets.health=1@2011Q1", "give_up=0.4"]
    assert list(manifest["alternatives"]) == labels
    assert (manifest["area"], manifest["left_out"]) == ("social", [])
    assert manifest["again"].endswith("--area social")
    for name in TABLES:
        assert set(pd.read_csv(tmp_path / "out" / name)["domain"]) == {"social"}
    monkeypatch.chdir(tmp_path / "out")
    assert cli(*shlex.split(manifest["again"])[1:], "--out", tmp_path / "again")[0] == 0
    for name in TABLES:
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes()


def test_an_unknown_area_names_the_three(cli):
    line = refused(cli("compare", *SMALL, *LEVER, "--area", "sozial"))
    assert "'sozial' is not one of 'social', 'employment', 'health'" in line
    line = refused(cli("compare", *SMALL, "--lever", "early_meetings.sozial=1", "--from", "2011Q1"))
    assert "no area 'sozial'; did you mean 'social'? (areas: social, employment, health)" in line


@pytest.mark.slow
def test_figures_say_what_they_show_and_slides_go_with_the_next_comparison(cli, tmp_path):
    arguments = ("compare", *SMALL, *LEVER, "--out", tmp_path / "out")
    assert cli(*arguments, "--slides")[0] == 0
    files = {path.name for path in (tmp_path / "out").iterdir()}
    slides = {name for name in files if name.startswith("slide_")}
    assert files > FIGURES and len(slides) == 8
    for name in ("changes.svg", "slide_changes.svg"):
        said = (tmp_path / "out" / name).read_text()
        assert re.search("<title>What changes in “classroom”, attempts begun 2011.*</title>", said)
        assert re.search(r"<desc>(.|\n)*successful partnerships needs 2023(.|\n)*</desc>", said)
        assert ">needs 2023</text>" in said
    assert cli(*arguments, "--overwrite")[0] == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == files - slides


def test_slides_need_a_folder(cli):
    assert "--slides has no folder to write to; give one as --out FOLDER" in refused(
        cli("compare", *SMALL, *LEVER, "--slides")
    )


def test_a_comparison_is_kept_unless_told_otherwise(cli, folder):
    arguments = ("compare", *SMALL, *LEVER, "--out", folder)
    assert "--overwrite" in refused(cli(*arguments))
    assert cli(*arguments, "--overwrite")[0] == 0
    assert not (folder / "alternative_2").exists()


@pytest.mark.parametrize("place", ["file", "file/folder", "full", "runs"])
def test_a_folder_that_is_not_a_comparison_is_left_alone(cli, tmp_path, place):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine")
    simulate_to_folder(Scenario.load("classroom").replace(quarters=4), tmp_path / "runs")
    before = sorted(tmp_path.rglob("*"))
    assert "output folder" in refused(cli("compare", *SMALL, *LEVER, "--out", tmp_path / place, "--overwrite"))
    assert sorted(tmp_path.rglob("*")) == before


def test_an_edge_list_travels_with_each_scenario(cli, tmp_path):
    (tmp_path / "ties.csv").write_text("first,second\nauthority:A:1,authority:A:2\n")
    ties = ("--set", "ties=edge_list", "--set", f"edge_list={tmp_path / 'ties.csv'}")
    assert cli("compare", *SMALL, *ties, *LEVER, "--out", tmp_path / "out")[0] == 0
    assert (tmp_path / "out" / "alternative_1" / "edge_list.csv").is_file()


# what is interrupted


def made(monkeypatch):
    """Return a list that gets the runs of each task that is made from now on."""
    runs, run = [], running.done
    monkeypatch.setattr(running, "done", lambda kept, task: runs.extend(task.runs) or run(kept, task))
    return runs


@pytest.mark.parametrize(
    "command",
    [("compare", *SMALL, *LEVER), pytest.param(("attribute", *LARGER, "--levers"), marks=pytest.mark.slow)],
    ids=["compare", "attribute"],
)
@pytest.mark.slow
def test_an_interrupted_study_goes_on_and_a_replaced_one_makes_no_run_again(cli, tmp_path, monkeypatch, command):
    folder = tmp_path / "out"
    with pytest.MonkeyPatch.context() as patch:
        # The second first, or importing it would take the first one's stand-in for its own.
        patch.setattr("sipabm.studies.attribution_folder.write_study", interrupt)
        patch.setattr("sipabm.studies.study_folder.write_study", interrupt)
        assert cli(*command, "--out", folder)[0] == 130
    assert [path.name for path in folder.iterdir()] == ["runs"]
    assert f"the runs in '{folder}' were interrupted; run the same command again" in refused(cli("report", folder))
    runs = made(monkeypatch)
    code, said, _ = cli(*command, "--out", folder)
    assert code == 0 and not runs and said
    assert cli(*command, "--out", folder, "--overwrite")[0] == 0 and not runs
    assert cli(*command, "--seed", 2, "--out", folder, "--overwrite")[0] == 0 and runs
    assert json.loads((folder / "manifest.json").read_text())["seed"] == 2


def test_an_interruption_says_that_runs_are_kept(cli, tmp_path, monkeypatch):
    monkeypatch.setattr("sipabm.sweeps.storing.found_in", interrupt)
    code, out, err = cli("compare", *SMALL, *LEVER, "--out", tmp_path / "out")
    assert (code, out) == (130, "") and "complete chunks are kept" in err[0] and "the same command continues" in err[0]


# how alternatives are given


def test_each_lever_at_each_share_from_each_quarter_is_an_alternative(base):
    levers = ["early_meetings=0.5,1", "pooled_budgets=1"]
    assert grid(base, levers=levers, dates=["2011Q1", "2012Q1"], until="2012Q4") == [
        "early_meetings=0.5@2011Q1:2012Q4",
        "early_meetings=0.5@2012Q1:2012Q4",
        "early_meetings=1@2011Q1:2012Q4",
        "early_meetings=1@2012Q1:2012Q4",
        "pooled_budgets=1@2011Q1:2012Q4",
        "pooled_budgets=1@2012Q1:2012Q4",
    ]


def test_together_levers_and_parameters_are_combined(base):
    levers = ["early_meetings=0.5,1", "pooled_budgets=1"]
    found = alternatives(base, levers, ["2011Q1"], None, ["give_up=0,0.2"], together=True)
    assert len(found) == 4
    label = "early_meetings=0.5@2011Q1 + pooled_budgets=1@2011Q1 + give_up=0.2"
    policies = ("early_meetings=0.5@2011Q1", "pooled_budgets=1@2011Q1")
    assert found[label] == base.replace(give_up=0.2).with_policy(*policies)


def test_a_parameter_does_not_depend_on_the_dates_of_levers(base):
    found = grid(base, levers=["early_meetings=1"], dates=["2011Q1", "2012Q1"], vary=["give_up=0.2"])
    assert found == ["early_meetings=1@2011Q1", "early_meetings=1@2012Q1", "give_up=0.2"]


def test_a_list_is_one_value(base):
    rigour = "{monitoring=1.0, comparison=0.0, experiment=0.0}"
    found = alternatives(base, [], [], None, [f"rigour_asked={rigour}", "ties=block,small_world"], False)
    assert list(found) == [f"rigour_asked={rigour}", "ties=block", "ties=small_world"]
    assert found[f"rigour_asked={rigour}"].population.rigour_asked.monitoring == 1.0


# what is refused


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "nothing to compare with"),
        (("--lever", "early_meetings=1"), "give it as --from 2012Q1"),
        (("--from", "2011Q1"), "give one as --lever"),
        (("--until", "2011Q1", "--vary", "give_up=1"), "give one as --lever"),
        (("--lever", "early_meetings", "--from", "2011Q1"), "is not like early_meetings=0.5"),
        (("--lever", "early_meetings=", "--from", "2011Q1"), "is not like early_meetings=0.5"),
        (("--lever", "early_meetings=0.5,", "--from", "2011Q1"), "is not like early_meetings=0.5"),
        (("--lever", "early_meeting=1", "--from", "2011Q1"), "did you mean 'early_meetings'"),
        (("--lever", "early_meetings=1@2011Q1", "--from", "2011Q1"), "has a date"),
        (("--lever", "early_meetings=half", "--from", "2011Q1"), "'half' is not a number"),
        (("--lever", "early_meetings=2", "--from", "2011Q1"), "less than or equal to 1"),
        (("--lever", "early_meetings=1", "--from", "11"), "2010Q1"),
        (("--lever", "early_meetings=1", "--from", "2031Q1"), "outside the run"),
        (("--lever", "early_meetings=1", "--from", "2012Q1", "--until", "2011Q1"), "before it starts"),
        (("--lever", "early_meetings=1,1", "--from", "2011Q1"), "is given twice; give"),
        (
            ("--lever", "early_meetings=50%,0.5", "--from", "2011Q1"),
            "is given twice, also as 'early_meetings=50%@2011Q1'",
        ),
        (("--vary", "give_up=0.2", "--vary", "give_up=20%"), "'give_up=20%' is given twice, also as 'give_up=0.2'"),
        (("--vary", "give_up=1_0"), "'1_0' is not how a number is written"),
        (
            ("--lever", "early_meetings=1", "--lever", "early_meetings=0.5", "--from", "2011Q1", "--together"),
            "two policies",
        ),
        (("--vary", "give_u=0.2"), "did you mean 'give_up'"),
        (("--vary", "give_up"), "is not like give_up=0.2"),
        (("--vary", "quarters=8"), "different times"),
        (("--with", "wrold"), "did you mean 'world'"),
        (("--with", "world", "--years", "２012"), "is not like 2012:2020"),
        (("--lever", "early_meetings=1", "--from", "2012Q1:2013Q4"), "is not one quarter; give the first one, and the"),
        (("--vary", "give_up=0", "--years", ":"), "is not like 2012:2020"),
        (("--vary", "give_up=0", "--years", "2012:2040"), "last = 2040"),
        (("--vary", "give_up=0", "--begun", "12"), "--begun '12' is not like 2012:2020, 2012:, :2020 or 2012"),
        (("--vary", "give_up=0", "--begun", "2012:2020"), "last = 2020 is not allowed; it should be a year from 2010"),
        (("--vary", "give_up=0", "--begun", "2013:2012"), "begun: last = 2012 is before first = 2013"),
        (
            ("--vary", "give_up=0", "--begun", "2012", "--years", "2013:2012"),
            "sipabm: last = 2012 is before first = 2013",
        ),
        (("--vary", "give_up=0", "--precision", "five"), "write it like 5% or 0.05"),
        (("--vary", "give_up=0", "--precision", "5%"), "30 or more"),
        (("--vary", "give_up=0", "--seed", "-1"), "seed = -1"),
    ],
)
def test_a_wrong_command_is_refused_in_one_line_and_nothing_is_written(cli, tmp_path, arguments, words):
    assert words in refused(cli("compare", *SMALL, *arguments, "--out", tmp_path / "out"))
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(("text", "share"), [("5%", 0.05), ("0.05", 0.05), (" 2.5 % ", 0.025), (None, None)])
def test_a_precision_is_a_share_or_a_percentage(text, share):
    assert parse_precision(text) == share


@pytest.mark.parametrize("text", ["5", "0", "100%", "5%%", "5% of it", "nan", "", "-1%"])
def test_what_is_no_precision_is_refused(text):
    with pytest.raises(ScenarioError, match="write it like 5%"):
        parse_precision(text)


@pytest.mark.parametrize(
    ("begun", "years"), [("2012", "in 2012, as"), ("2012:", "in 2012 to 2013, as"), (":2011", "in 2010 to 2011, as")]
)
def test_what_is_said_of_attempts_begun_follows_what_was_asked_for(cli, begun, years):
    lever = ("--lever", "early_meetings=1", "--from", "2012Q1")
    out = " ".join(cli("compare", *SMALL, *lever, "--begun", begun)[1].split())
    assert f"Attempts begun: {years} asked for, each followed" in out
    early = (
        "Begun before the start: 'early_meetings=1@2012Q1' starts in 2012Q1; attempts of 2010 to 2011 begin earlier."
    )
    assert (early in out) == (begun == ":2011")


def test_years_may_be_one_or_open_to_one_side():
    assert parse_years("2012") == (2012, 2012)
    assert [parse_years(text) for text in ("2012:2020", "2012:", ":2020", None)] == [
        (2012, 2020),
        (2012, None),
        (None, 2020),
        (None, None),
    ]


def test_an_interruption_is_one_line(cli, monkeypatch):
    monkeypatch.setattr("sipabm.sweeps.running.done", interrupt)
    assert cli("compare", *SMALL, *LEVER) == (130, "", ["sipabm: interrupted"])


def test_help_has_an_example(cli):
    code, out, _ = cli("compare", "--help")
    assert code == 0 and "Example: sipabm compare world" in out


# mechanisms


def test_a_world_without_a_mechanism_is_an_alternative_of_its_own(base):
    found = alternatives(base, ["early_meetings=1"], ["2011Q1"], None, [], False, ["leaving", "bending"])
    assert list(found) == ["early_meetings=1@2011Q1", "without leaving", "without bending"]
    assert found["without leaving"] == base.without("leaving")
    assert found["early_meetings=1@2011Q1"].learning.give_up == base.learning.give_up > 0


def test_together_mechanisms_are_missing_in_every_combination(base):
    found = alternatives(base, ["early_meetings=0.5,1"], ["2011Q1"], None, [], True, ["leaving", "bending"])
    assert list(found) == [f"early_meetings={share}@2011Q1 + without leaving + without bending" for share in (0.5, 1)]
    last = found["early_meetings=1@2011Q1 + without leaving + without bending"]
    assert last == base.without("leaving", "bending").with_policy("early_meetings=1@2011Q1")
    assert grid(base, without=["leaving"], together=True) == ["without leaving"]


def test_an_alternative_without_a_mechanism_is_compared_by_its_name(cli, tmp_path):
    arguments = ("compare", *SMALL, "--without", "word_of_mouth", "--out", tmp_path / "out")
    assert cli(*arguments)[1].count("\nwithout word_of_mouth\n") == 1
    kept = Scenario.load(tmp_path / "out" / "alternative_1" / "scenario.toml")
    assert (kept.consideration.word_of_mouth, kept.consideration.world_news) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--without", "leavin"), "no mechanism 'leavin'; did you mean 'leaving'?"),
        (("--without", "leaving", "--without", "leaving"), "--without gives 'leaving' twice"),
        (("--without", "leaving,bending"), "repeat --without: --without leaving --without bending"),
        (
            ("--together", "--vary", "give_up=0.2", "--without", "leaving"),
            "give_up and --without leaving change the same",
        ),
    ],
)
def test_a_mechanism_that_is_none_or_given_twice_is_refused(cli, arguments, words):
    assert words in refused(cli("compare", *SMALL, *arguments))
