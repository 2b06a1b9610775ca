"""Uptake: what a policy adds where actors bend and where not, by hand and in small runs."""

import pandas as pd
import pytest

from sipabm import Scenario
from sipabm.studies import uptake as study
from sipabm.studies.contrasts import contrast_table
from sipabm.studies.uptake import BENDING, NO_POLICY, STRAIGHT, USE, Uptake, uptake
from sipabm.sweeps.measured import measured_tables
from sipabm.sweeps.measures import Measure

MEASURES = (Measure("signed", "signed", "partnerships", ("signed",), less="fewer"),)
POLICIES = ((0.5, 2012), (1.0, 2012), (1.0, 2020))


@pytest.fixture(scope="module")
def found():
    """Ten runs of a small world in which some meet early."""
    scenario = Scenario.load("classroom").replace({"levers.early_meetings.practice": 0.3})
    first = int(scenario.first_quarter[:4])
    return uptake(scenario, "early_meetings", (0.0, 0.3, 1.0), (first, first + 2), 10, 1)


def made_up(bent, straight):
    """Uptake with the signatures of two runs: without policy, then under each policy."""
    runs, tables = {}, []
    for name, values in ((BENDING, bent), (STRAIGHT, straight)):
        labels = [NO_POLICY, *(study.label(policy) for policy in POLICIES)]
        sums = {label: pd.DataFrame({"signed": each}) for label, each in zip(labels, values, strict=True)}
        runs[name] = measured_tables(MEASURES, sums)
        table = contrast_table(runs[name], None).assign(world=name)
        places = {study.label(policy): policy for policy in POLICIES}
        table["intensity"] = [places[each][0] for each in table["alternative"]]
        tables.append(table.assign(start=[places[each][1] for each in table["alternative"]]))
    world = Scenario.load("classroom")
    return Uptake("early_meetings", {BENDING: world, STRAIGHT: world}, POLICIES, runs, pd.concat(tables))


def test_the_gap_is_what_a_policy_adds_with_bending_less_what_it_adds_without():
    bent, straight = [[10.0, 12.0], [11.0, 14.0], [13.0, 15.0], [10.0, 12.0]], [[5.0, 7.0], [8.0, 9.0], [10.0, 14.0]]
    one = made_up(bent, [*straight, [6.0, 8.0]])
    assert one.row(BENDING, (0.5, 2012), "signed")["difference"] == 1.5
    assert one.gap((0.5, 2012), "signed")["difference"] == (1 + 2) / 2 - (3 + 2) / 2
    assert one.gap((1.0, 2012), "signed")["difference"] == 3 - (5 + 7) / 2
    assert study.strongest(one) == (1.0, 2012)
    assert "from 2020" in study.start_sentence(one, 2021)
    assert "0 and 0.50 a year in force" in study.start_sentence(one, 2021)


def test_the_answer_says_in_which_world_a_policy_brings_more_or_that_it_may_be_luck():
    bent, straight = [[10.0, 12.0, 11.0]] * 2 + [[14.0, 16.1, 15.0]] + [[10.0, 12.0, 11.0]], [[5.0, 7.0, 6.0]] * 4
    said = study.answer_sentence(made_up(bent, straight), 2021)
    assert "brings 4.03 more partnerships by 2021 where actors bend" in said
    assert said.endswith(
        "neither more nor fewer partnerships beyond luck where nobody bends: clearly more where they bend."
    )
    assert study.answer_sentence(made_up(straight, straight), 2021).endswith("that difference may be luck.")


def test_each_world_is_compared_with_itself_without_policy(found):
    bent, straight = (found.runs[name] for name in (BENDING, STRAIGHT))
    assert bent.values.shape[:2] == straight.values.shape[:2] == (5, 10)  # no policy, two intensities, two starts
    assert set(found.table["world"]) == {BENDING, STRAIGHT}
    row = found.row(STRAIGHT, found.policies[0], "signed")
    assert row["base"] == pytest.approx(straight.by_run("signed")[NO_POLICY].mean())
    assert len(found.scenarios()) == 10


def test_without_bending_a_policy_of_practice_changes_nothing_and_a_full_one_is_used_by_all(found):
    start = found.policies[0][1]
    assert found.row(STRAIGHT, (0.3, start), "signed")["difference"] == 0
    assert found.row(STRAIGHT, (0.3, start), USE)["difference"] == 0
    assert " and nothing; 100 % " in study.share_sentence(found)
    assert found.row(STRAIGHT, (1.0, start), USE)["other"] == 1
    assert found.without_policy(STRAIGHT, USE)["value"] < 1


def test_lines_of_the_figure_begin_at_no_policy(found):
    rows = study.drawn_rows(found)
    first = rows[rows["percent"] == 0]
    assert len(first) == len(found.worlds) * 2 * found.table["measure"].nunique()
    assert (first["difference"] == 0).all()
    assert len(study.uptake_figure(found, "T")) == 6
