"""Counted in one welfare area: what areas have adds up to what all have, and no run is taken for one of another."""

import numpy as np
import pandas as pd
import pytest

from sipabm.language.areas import note_on_area
from sipabm.scenario.settings import AREAS
from sipabm.studies import compare
from sipabm.studies.cohorts import Cohort
from sipabm.studies.comparison_figures import title_of
from sipabm.studies.robustness import robust, with_levers
from sipabm.studies.robustness_sentences import notes, sentences, title
from sipabm.sweeps.measures import MEASURES, Measure

RUNS, BEGUN = 4, (2012, 2015)
KEYS = ["alternative", "measure"]
SUMS = [measure.name for measure in MEASURES if not measure.per]
COUNTS = ["started", "signed", "successful"]
WORLDS = ["base", "other", "difference"]


SETS = 3
LEVERS = ("early_meetings.social", "pooled_budgets.health=0.5")


@pytest.fixture(scope="module")
def worlds(lively):
    base = lively.replace({"levers.early_meetings.practice": 0.0})
    return base, {"social": base.with_policy("early_meetings.social=1@2012Q1"), "slow": base.replace(give_up=0.4)}


@pytest.fixture(scope="module")
def by_area(worlds):
    """Return the same comparison by area, None for all areas."""
    return {area: compare(*worlds, RUNS, seed=3, begun=BEGUN, area=area) for area in (None, *AREAS)}


def added_up(by_area, table, names, index=KEYS):
    """Return numbers of areas added up, and those of all areas."""
    tables = {area: getattr(found, table).set_index(index) for area, found in by_area.items()}
    rows = {area: part[part.index.get_level_values("measure").isin(names)][WORLDS] for area, part in tables.items()}
    return sum(rows[area] for area in AREAS), rows[None]


def test_measures_of_areas_add_up_to_those_of_all(by_area):
    areas, whole = added_up(by_area, "table", SUMS)
    pd.testing.assert_frame_equal(areas, whole)
    assert (by_area["health"].table["base"].dropna() > 0).sum() > 10


def test_attempts_begun_in_areas_add_up_to_those_begun(by_area):
    areas, whole = added_up(by_area, "cohort", COUNTS)
    pd.testing.assert_frame_equal(areas, whole)
    assert (whole["base"] > 0).all()


def test_net_positions_in_areas_add_up_to_those_of_all(by_area):
    of_runs = {area: found.net_positions for area, found in by_area.items()}
    rows = {area: part[part["per"] == "run"].set_index([*KEYS, "party"])[WORLDS] for area, part in of_runs.items()}
    pd.testing.assert_frame_equal(sum(rows[area] for area in AREAS), rows[None])
    assert (rows["health"]["base"] != 0).any()


def test_curves_of_areas_add_up_to_that_of_all(by_area):
    means = {area: found.curves.set_index(["alternative", "year"])["signed_mean"] for area, found in by_area.items()}
    np.testing.assert_allclose(sum(means[area] for area in AREAS), means[None])


def test_shares_and_means_of_an_area_are_made_of_its_own_sums(by_area):
    found = by_area["social"].runs
    months, signed = found.sums(["months_social"]), found.sums(["signed_social"])
    assert found.mean("mean_months_to_signature")["slow"] == pytest.approx(months[2].sum() / signed[2].sum())


def test_every_row_says_of_which_area_it_is(by_area):
    for area, found in by_area.items():
        for table in (found.table, found.cohort, found.net_positions, found.curves):
            assert set(table["domain"]) == {area or "all"}
        assert found.area == found.manifest["area"] == area


def test_a_lever_in_an_area_adds_early_meetings_there_alone(worlds, history):
    """By practice nobody meets early, and no barrier that is known changes that without bending."""
    base, others = worlds
    rows = history(others["social"].replace(bending=0.0)).attempts
    assert set(rows["domain"][rows["early_meeting"] == 1]) == {AREAS.index("social")}
    assert not history(base.replace(bending=0.0)).attempts["early_meeting"].any()


def test_what_no_area_has_by_itself_is_left_out_and_named(worlds):
    base, others = worlds
    asked = ["signed", "fall", "trust", "signed_by_country", Measure("mine", "my sum", "things", ("mine",))]
    found = compare(base, {"slow": others["slow"]}, 2, measures=asked, area="health")
    assert set(found.table["measure"]) == {"signed"}
    assert found.manifest["left_out"] == ["fall", "trust", "signed_by_country", "mine"]
    assert "Left out, as no area has it by itself: fall, trust, signed_by_country and mine." in found.notes()


def test_a_comparison_of_nothing_that_an_area_has_is_refused(worlds, line_of):
    line = line_of(lambda: compare(*worlds, 2, measures=["fall", "peak"], area="health"))
    assert line == "no area has fall and peak by itself; ask for others, like signed, or for all areas"


@pytest.mark.parametrize("area", ["sozial", "all", ""])
def test_an_unknown_area_names_the_three(worlds, line_of, area):
    line = line_of(lambda: compare(*worlds, 2, area=area))
    assert line == f"area = '{area}' is not allowed; it should be social, employment or health"
    assert "area is of type int" in line_of(lambda: compare(*worlds, 2, area=1))


@pytest.mark.slow
def test_runs_kept_for_one_area_are_not_taken_for_another(worlds, line_of, tmp_path):
    base, others = worlds
    how = {"measures": ["signed"], "folder": tmp_path, "seed": 3}
    compare(base, others, 2, area="social", **how)
    assert "another own columns" in line_of(lambda: compare(base, others, 2, area="health", **how))
    assert "another own columns" in line_of(lambda: compare(base, others, 2, **how))
    again = compare(base, others, 2, area="health", replace=True, **how)
    assert again.table.equals(compare(base, others, 2, seed=3, measures=["signed"], area="health").table)


def test_titles_say_of_which_area_all_is(by_area):
    titles = {area: title_of(found, "changes", list(found.others)) for area, found in by_area.items()}
    assert titles["social"].startswith("What changes in “lively”, welfare area social, attempts begun 2012 to 2015")
    assert titles[None].startswith("What changes in “lively”, attempts begun 2012 to 2015")


def test_a_cohort_of_an_area_has_columns_of_its_own():
    assert Cohort(2012, 2015).column("signed") == "signed_begun_2012_2015"
    assert Cohort(2012, 2015, "health").column("signed") == "signed_begun_2012_2015_health"


# robust


@pytest.fixture(scope="module")
def robust_by_area(classroom):
    """Return the same levers with the same sets of numbers by area, None for all areas."""
    how = {"begun": (2011, 2013), "measure": "started"}
    return {area: robust(classroom, LEVERS, "2011Q1", SETS, 2, area=area, **how) for area in (None, *AREAS)}


@pytest.mark.parametrize(
    ("table", "names", "keys"),
    [
        ("cohort", COUNTS, ["measure"]),
        ("net_positions", ["net_cash", "net_with_other_value"], ["measure", "party", "per"]),
    ],
)
def test_what_levers_change_in_areas_adds_up_over_all_sets(robust_by_area, table, names, keys):
    rows = {}
    for area, found in robust_by_area.items():
        part = getattr(found, table)
        part = part[part["measure"].isin(names) & (part.get("per", "run") == "run")]
        # By place: a lever in its own area alone is called after it where all areas are told of.
        place = part["lever"].map({lever: place for place, lever in enumerate(found.others)})
        rows[area] = part.assign(place=place).set_index(["place", *keys])[["base", "other", "change"]]
    pd.testing.assert_frame_equal(sum(rows[area] for area in AREAS), rows[None])
    assert rows["social"]["base"].abs().sum() > 0


def test_what_is_added_in_a_set_adds_up_and_says_of_which_area_it_is(robust_by_area):
    added = {area: found.sets["added"].to_numpy() for area, found in robust_by_area.items()}
    np.testing.assert_allclose(sum(added[area] for area in AREAS), added[None], atol=1e-12)
    for area, found in robust_by_area.items():
        for table in (found.answers, found.changes, found.cohort, found.net_positions, found.sets):
            assert set(table["domain"]) == {area or "all"}


def test_a_lever_is_called_after_its_areas_unless_all_is_told_of_it(robust_by_area):
    labels = {area: list(found.others) for area, found in robust_by_area.items()}
    assert labels[None] == labels["employment"] == ["early meetings (social)", "pooled budgets (health, 50 %)"]
    assert labels["social"] == ["early meetings", "pooled budgets (health, 50 %)"]
    assert labels["health"] == ["early meetings (social)", "pooled budgets (50 %)"]


def test_levers_that_name_no_area_act_in_the_one_that_is_asked_for(classroom):
    found = with_levers(classroom, ["early_meetings", "pooled_budgets.health.social = 0.5"], "2011Q1", "employment")
    settings = [found["early meetings"].levers.early_meetings, *(each.levers.pooled_budgets for each in found.values())]
    assert [each.domains for each in settings] == [("employment",), (), ("health", "social")]


def test_answers_say_of_which_area_they_are(robust_by_area):
    found = robust_by_area["social"]
    assert "in scenario “classroom”, welfare area social, attempts begun 2011 to 2013" in title(found)
    assert "attempts begun (welfare area social)" in sentences(found)[0]
    assert note_on_area("social") in notes(found)
    assert "welfare area" not in " ".join([title(robust_by_area[None]), *sentences(robust_by_area[None])])


def test_by_years_as_well_an_area_is_counted_by_itself(classroom, line_of):
    how = {"levers": ["early_meetings=1"], "first_quarter": "2011Q1", "sets": 2, "replicates": 1, "by": "years"}
    found = {area: robust(classroom, area=area, **how) for area in ("social", "health")}
    assert (found["social"].sets["base"].to_numpy() != found["health"].sets["base"].to_numpy()).any()
    line = line_of(lambda: robust(classroom, area="health", measure="fall", **how))
    assert line == "no area has measure = 'fall' by itself; ask for another, like signed, or for all areas"
    assert "it should be social, employment or health" in line_of(lambda: robust(classroom, area="sozial", **how))
