"""Scenarios, and bad input: one line that says what is wrong, where and what is allowed."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipabm import Scenario, ScenarioError
from sipabm.parameters import GROUP_OF, GROUPS, Values, declaration
from sipabm.scenario import Country, Fund, Levers, LeverSetting, scenario_names
from sipabm.scenario.files import from_toml
from sipabm.scenario.scenario import validated
from sipabm.scenario.text import scenario_text

NAMES = scenario_names()
COUNTRIES = 'countries = [{ code = "A", authorities = 3, providers = 2, investors = 1 }]\n'
COUNTRY = Country(code="A", authorities=3, providers=2, investors=1)


def read_back(scenario):
    """Return the scenario that a scenario's text describes."""
    return from_toml(validated, scenario_text(scenario), "text")


@pytest.fixture
def refused(tmp_path):
    """Return the one line with which a TOML file is refused."""

    def refuse(text, name="mine.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return line_of(lambda: Scenario.load(path))

    return refuse


def line_of(action):
    """Return the text of the ScenarioError an action raises, which must be one line."""
    with pytest.raises(ScenarioError) as caught:
        action()
    line = str(caught.value)
    assert line
    assert "\n" not in line
    assert "Traceback" not in line
    return line


@pytest.mark.parametrize("name", NAMES)
def test_named_scenarios_load_and_say_what_they_stand_for(name):
    scenario = Scenario.load(name)
    assert scenario.name == name
    assert scenario.description.endswith(".")


def test_the_three_scenarios_are_there():
    assert {"classroom", "lone_authority", "world"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_text_of_a_scenario_reads_back_as_the_same_scenario(name):
    scenario = Scenario.load(name)
    assert read_back(scenario) == scenario


def test_the_text_names_every_parameter_with_unit_bounds_and_source():
    text = scenario_text(Scenario.load("world"))
    unwrapped = re.sub(r"\n#|\s", "", text)
    for name, group in GROUP_OF.items():
        details = declaration(GROUPS[group], name)
        assert f"\n{name} = " in text
        for words in (f"Unit: {details['unit']}.", f"Source: {details['source']}."):
            assert words.replace(" ", "") in unwrapped
    assert set(Levers.model_fields) <= set(tomllib.loads(text)["levers"])


def test_random_scenarios_read_back_as_the_same(any_scenario):
    for number in range(40):
        scenario = any_scenario(number)
        again = read_back(scenario)
        assert again == scenario
        assert again.digest() == scenario.digest()


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1), st.floats(0, 1))
def test_any_name_and_number_reads_back_as_the_same(name, share):
    country = Country(code=name, authorities=1, providers=1, investors=1)
    scenario = Scenario(name=name, description=name, countries=(country,)).replace(heterogeneity=share)
    assert read_back(scenario) == scenario


def test_a_description_with_line_breaks_reads_back_as_the_same():
    scenario = Scenario.load("classroom").replace(description='two lines\nwith "quotes" and a \t tab')
    assert read_back(scenario) == scenario


def test_a_file_may_build_on_a_named_scenario(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('based_on = "classroom"\nquarters = 12\n[consideration]\nown_interest = 0.5\n')
    scenario = Scenario.load(path)
    assert scenario == Scenario.load("classroom").replace(quarters=12, own_interest=0.5)


def test_a_file_needs_only_countries(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(COUNTRIES)
    assert Scenario.load(str(path)).countries[0].authorities == 3


# Deriving


def test_replace_takes_bare_dotted_and_case_names():
    scenario = Scenario.load("classroom")
    changed = scenario.replace({"learning.fatigue_jump": 0.1, "new_law.health": 0.3, "quarters": 9}, own_interest=0.7)
    assert changed.learning.fatigue_jump == 0.1
    assert changed.environment.new_law.health == 0.3
    assert changed.environment.new_law.social == scenario.environment.new_law.social
    assert changed.quarters == 9
    assert changed.consideration.own_interest == 0.7


def test_replace_leaves_the_original_and_takes_whole_numbers():
    scenario = Scenario.load("classroom")
    before = scenario.model_dump()
    assert scenario.replace(heterogeneity=0).population.heterogeneity == 0.0
    assert scenario.replace(new_law={"social": 0}).environment.new_law.social == 0.0
    assert scenario.model_dump() == before
    assert scenario.replace() == scenario


def test_replace_takes_objects():
    scenario = Scenario.load("classroom")
    levers = Levers(pooled_budgets=LeverSetting(practice=0.5))
    countries = (Country(code="X", authorities=1, providers=1, investors=1),)
    changed = scenario.replace(levers=levers, countries=countries)
    assert (changed.levers, changed.countries) == (levers, countries)


@pytest.mark.parametrize("field", ["name", "quarters", "population", "countries"])
def test_a_scenario_is_frozen(field):
    scenario = Scenario.load("classroom")
    with pytest.raises(ValueError, match="frozen"):
        setattr(scenario, field, getattr(scenario, field))
    with pytest.raises(ValueError, match="frozen"):
        scenario.consideration.own_interest = 0.5


def test_a_policy_starts_a_lever_and_keeps_its_practice():
    scenario = Scenario.load("classroom").replace({"levers.early_meetings.practice": 0.2})
    lever = scenario.with_policy("early_meetings=0.5@2012Q1:2020Q4").levers.early_meetings
    assert lever == LeverSetting(practice=0.2, intensity=0.5, first="2012Q1", last="2020Q4")


def test_several_policies_start_together():
    scenario = Scenario.load("classroom").with_policy("early_meetings=0.5@2012Q1", "pooled_budgets=1@2013Q1")
    assert scenario.levers.early_meetings.intensity == 0.5
    assert scenario.levers.pooled_budgets.first == "2013Q1"


# The digest


def test_the_digest_ignores_name_and_description_alone():
    scenario = Scenario.load("classroom")
    assert scenario.replace(name="other", description="other").digest() == scenario.digest()


def test_every_parameter_and_lever_changes_the_digest():
    scenario = Scenario.load("classroom")
    digests = [scenario.digest()]
    for name, group in GROUP_OF.items():
        low, high = declaration(GROUPS[group], name)["bounds"]
        value = getattr(getattr(scenario, group), name)
        if isinstance(value, Values):
            case = list(type(value).model_fields)[-1]
            name, value = f"{name}.{case}", getattr(value, case)
        changed = low if value != low else high
        if GROUP_OF[name.split(".")[0]] == "negotiation" and low == 0.0 and high == 1.0 and changed == 1.0:
            changed = 0.01
        digests.append(scenario.replace({name: changed}).digest())
    digests += [scenario.with_policy(f"{lever}=0.5@2012Q1").digest() for lever in Levers.model_fields]
    practised = [lever for lever in Levers.model_fields if lever != "outcomes_fund"]
    digests += [scenario.replace({f"levers.{lever}.practice": 0.5}).digest() for lever in practised]
    digests += [scenario.replace(quarters=9).digest(), scenario.replace(ties="block").digest()]
    assert len(set(digests)) == len(digests)


def test_the_digest_of_an_edge_list_is_that_of_its_content(tmp_path):
    edges = tmp_path / "ties.csv"
    edges.write_text("first,second\nauthority:A:1,provider:A:1\n")
    scenario = Scenario.load("classroom").replace(ties="edge_list", edge_list=str(edges))
    before = scenario.digest()
    (tmp_path / "copy.csv").write_text(edges.read_text())
    assert scenario.replace(edge_list=str(tmp_path / "copy.csv")).digest() == before
    edges.write_text("first,second\nauthority:A:2,provider:A:1\n")
    assert scenario.digest() != before


# Bad input: files


def test_a_missing_scenario_names_the_nearest():
    line = line_of(lambda: Scenario.load("wrold"))
    assert "'wrold'" in line
    assert "did you mean 'world'?" in line
    assert "classroom" in line


@pytest.mark.parametrize("text", ["", "  \n\n"])
def test_an_empty_file_is_refused(refused, text):
    line = refused(text)
    assert "mine.toml" in line
    assert "empty" in line


def test_a_binary_file_is_refused(refused):
    line = refused(bytes(range(256)) * 4)
    assert "mine.toml" in line


def test_a_file_in_another_encoding_is_refused_with_the_place(refused):
    line = refused('name = "Århus"\n'.encode("latin-1"))
    assert "mine.toml" in line
    assert "byte 8" in line
    assert "UTF-8" in line


def test_null_bytes_are_refused(refused):
    assert "mine.toml" in refused(b"\x00\x00\x00\x00")


def test_invalid_toml_is_refused_with_line_and_column(refused):
    line = refused('name = "a"\nquarters = = 3\n')
    assert "mine.toml" in line
    assert "not valid TOML" in line
    assert "line 2" in line


def test_a_folder_is_no_scenario(tmp_path):
    assert str(tmp_path) in line_of(lambda: Scenario.load(tmp_path))


def test_a_file_on_which_it_is_based_must_exist(refused):
    assert "did you mean 'world'?" in refused('based_on = "worlt"\n')
    assert "based_on = 3" in refused("based_on = 3\n")


def test_a_file_cannot_be_based_on_itself(refused, tmp_path):
    assert "mine.toml" in refused(f'based_on = "{tmp_path / "mine.toml"}"\n')


def test_files_cannot_be_based_on_each_other(refused, tmp_path):
    (tmp_path / "other.toml").write_text(f'based_on = "{tmp_path / "mine.toml"}"\n')
    line = refused(f'based_on = "{tmp_path / "other.toml"}"\n')
    assert "mine.toml based on other.toml based on mine.toml" in line


def test_a_mark_before_the_text_is_read_over(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + COUNTRIES.encode())
    assert Scenario.load(path).countries[0].authorities == 3


# Bad input: keys and values


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "'countries' is missing"),
        ({"countries": []}, "countries = [] is not allowed; it should be a list that is not empty"),
        ({"countries": 3}, "it should be a list"),
        ({"nme": "x"}, "unknown key 'nme'; did you mean 'name'?"),
        ({"countries": [COUNTRY], "name": ""}, "it should be a text that is not empty"),
        ({"countries": [COUNTRY], "learning": 3}, "learning = 3 is not allowed; it should be a table"),
        ({"countries": [COUNTRY], "ties": 3}, "small_world"),
        ({"countries": [COUNTRY], "quarters": "3"}, "it should be a whole number"),
    ],
)
def test_a_scenario_made_in_python_is_refused_in_one_plain_line(values, words):
    assert words in line_of(lambda: Scenario(**values))


def test_a_key_outside_its_group_is_shown_where_it_belongs(refused):
    assert "unknown key 'fatigue_jump'; write it under [learning]" in refused("fatigue_jump = 0.2\n" + COUNTRIES)
    assert "write it under [learning]" in refused(COUNTRIES + "[search]\nfatigue_jump = 0.2\n")


def test_an_unknown_key_names_the_nearest(refused):
    line = refused(COUNTRIES + "[consideration]\nown_intrest = 0.1\n")
    assert "mine.toml" in line
    assert "unknown key 'consideration.own_intrest'" in line
    assert "did you mean 'own_interest'?" in line


def test_unknown_keys_at_the_top_and_in_rows_name_the_nearest(refused):
    assert "did you mean 'quarters'?" in refused(COUNTRIES + "quaters = 4\n")
    assert "did you mean 'investors'?" in refused('countries = [{ code = "A", authorities = 3, investers = 3 }]\n')
    assert "did you mean 'intensity'?" in refused(COUNTRIES + "[levers.early_meetings]\nintensty = 0.1\n")
    assert "did you mean 'early_meetings'?" in refused(COUNTRIES + "[levers.early_meeting]\nintensity = 0.1\n")


def test_a_misspelt_key_that_must_be_there_names_the_nearest(refused):
    assert "did you mean 'authorities'?" in refused('countries = [{ code = "A", authorites = 3 }]\n')
    new_law = "new_law = { socal = 0.1, employment = 0.1, health = 0.1 }"
    assert "did you mean 'social'?" in refused(f"{COUNTRIES}[environment]\n{new_law}\n")


def test_a_value_out_of_bounds_names_bounds_and_unit(refused):
    line = refused(COUNTRIES + "[population]\nheterogeneity = 1.5\n")
    assert "population.heterogeneity = 1.5" in line
    assert "0 to 1" in line
    assert "share" in line


def test_a_case_out_of_bounds_is_named(refused):
    line = refused(COUNTRIES + "[environment]\nnew_law = { social = 0.1, employment = 7.0, health = 0.1 }\n")
    assert "environment.new_law.employment = 7.0" in line
    assert "0 to 0.5" in line


@pytest.mark.parametrize("value", ["true", '"much"', "[0.1]", "nan", "inf", "-inf", "2010-01-01", "{ a = 1 }"])
def test_a_value_of_the_wrong_type_is_refused(refused, value):
    line = refused(COUNTRIES + f"[population]\nheterogeneity = {value}\n")
    assert "population.heterogeneity" in line


@pytest.mark.parametrize("value", ["true", '"80"', "80.0", "nan", "0", "-3", "401"])
def test_quarters_must_be_a_whole_number_in_bounds(refused, value):
    assert "quarters" in refused(COUNTRIES + f"quarters = {value}\n")


@pytest.mark.parametrize("value", [True, "much", None, float("nan"), float("inf"), [0.1], -0.001, 1.001, 7])
def test_replace_refuses_wrong_values(value):
    line = line_of(lambda: Scenario.load("classroom").replace(heterogeneity=value))
    assert "heterogeneity" in line


def test_replace_refuses_numbers_beyond_all_range():
    assert "heterogeneity" in line_of(lambda: Scenario.load("classroom").replace(heterogeneity=10**400))


def test_replace_refuses_unknown_names_and_names_the_nearest():
    scenario = Scenario.load("classroom")
    assert "did you mean 'own_interest'?" in line_of(lambda: scenario.replace(own_intrest=0.1))
    assert "'new_law.sozial'" in line_of(lambda: scenario.replace({"new_law.sozial": 0.1}))
    assert "'own_interest.x'" in line_of(lambda: scenario.replace({"own_interest.x": 0.1}))


def test_a_missing_part_is_named(refused):
    assert "'countries' is missing" in refused('name = "a"\n')
    assert "countries.0.authorities" in refused('countries = [{ code = "A" }]\n')
    assert "new_law" in refused(COUNTRIES + "[environment]\nnew_law = { social = 0.1 }\n")


def test_several_mistakes_are_counted(refused):
    line = refused(COUNTRIES + "[population]\nheterogeneity = 1.5\nresistance = 2.0\nsilo_strength = -1.0\n")
    assert "(and 2 more)" in line


@pytest.mark.parametrize("kind", ["authorities", "providers", "investors"])
def test_a_world_needs_every_kind_of_actor(kind):
    counts = {"authorities": 1, "providers": 1, "investors": 1, kind: 0}
    line = line_of(lambda: Scenario.load("classroom").replace(countries=[{"code": "A", **counts}]))
    assert f"no {kind}" in line
    assert f"{kind} = 1" in line


def test_no_countries_are_refused(refused):
    assert "countries" in refused("countries = []\n")


def test_countries_differ(refused):
    line = refused(
        'countries = [{ code = "A", authorities = 3, providers = 1, investors = 1 }, { code = "A", authorities = 3 }]\n'
    )
    assert "'A' stands twice" in line


@pytest.mark.parametrize("count", ["-1", "1000001", "2.5", "true", '"3"'])
def test_a_count_of_actors_must_be_a_whole_number_in_bounds(refused, count):
    line = refused(f'countries = [{{ code = "A", authorities = {count}, providers = 1, investors = 1 }}]\n')
    assert "countries.0.authorities" in line


def fund(**changes):
    values = {"name": "F", "country": "A", "opens": "2012Q1", "closes": "2014Q4", "purse": 1.0, "share": 0.3}
    return Scenario.load("classroom").replace(funds=[{**values, **changes}])


def test_a_fund_closes_after_it_opens():
    line = line_of(lambda: fund(opens="2014Q1", closes="2013Q4"))
    assert "'F' closes in 2013Q4, before it opens in 2014Q1" in line
    assert fund(opens="2014Q1", closes="2014Q1").funds[0] == Fund(
        name="F", country="A", opens="2014Q1", closes="2014Q1", purse=1.0, share=0.3
    )


def test_a_fund_is_in_a_country_that_is_there():
    line = line_of(lambda: fund(country="Z"))
    assert "'Z'" in line
    assert "'all'" in line
    assert fund(country="all").funds[0].country == "all"


OUT_OF_BOUNDS = [
    {"share": 0.96}, {"share": -0.1}, {"purse": -1.0}, {"purse": float("nan")}, {"repayment": 1.01}, {"repayment": -0.1}
]  # fmt: skip


@pytest.mark.parametrize("changes", OUT_OF_BOUNDS)
def test_share_purse_and_repayment_of_a_fund_have_bounds(changes):
    assert f"funds.0.{next(iter(changes))}" in line_of(lambda: fund(**changes))


def test_a_fund_is_for_welfare_areas_there_are():
    line = line_of(lambda: fund(domains=["health", "transport"]))
    assert "funds.0.domains.1" in line
    assert "'employment'" in line
    assert fund(domains=["health", "social"]).funds[0].domains == ("health", "social")


def test_a_fund_reads_back_with_its_areas_and_repayment():
    scenario = fund(domains=["health", "social"], repayment=0.8)
    assert read_back(scenario) == scenario


@pytest.mark.parametrize("quarter", ["2010", "2010Q5", "2010Q0", "10Q1", "2010 Q1", "2010q1", "", "soon"])
def test_a_malformed_quarter_is_shown_how_to_write(refused, quarter):
    line = refused(COUNTRIES + f'first_quarter = "{quarter}"\n')
    assert "first_quarter" in line
    assert "2010Q1" in line


def test_shares_of_public_value_do_not_exceed_the_whole():
    line = line_of(lambda: Scenario.load("classroom").replace({"own_cashable.social": 0.9, "own_other.social": 0.9}))
    assert "social" in line
    assert "add up to" in line


def test_a_run_ends_within_the_calendar():
    line = line_of(lambda: Scenario.load("classroom").replace(first_quarter="9999Q4"))
    assert "first_quarter = '9999Q4' and quarters = 60 end after 9999Q4" in line
    assert Scenario.load("classroom").replace(first_quarter="9999Q4", quarters=1).quarters == 1


# Bad input: levers and policies


@pytest.mark.parametrize("quarter", ["2009Q4", "2025Q1", "2040Q1"])
def test_a_lever_starts_within_the_run(quarter):
    line = line_of(lambda: Scenario.load("classroom").with_policy(f"early_meetings=0.5@{quarter}"))
    assert "levers.early_meetings" in line
    assert quarter in line
    assert "2010Q1 to 2024Q4" in line


def test_a_lever_ends_within_the_run_and_after_it_starts():
    scenario = Scenario.load("classroom")
    assert "2030Q1" in line_of(lambda: scenario.with_policy("early_meetings=0.5@2012Q1:2030Q1"))
    assert "before it starts" in line_of(lambda: scenario.with_policy("early_meetings=0.5@2012Q1:2011Q1"))


def test_an_intensity_needs_a_date():
    line = line_of(lambda: Scenario.load("classroom").replace({"levers.early_meetings.intensity": 0.5}))
    assert "first = '2024Q1'" in line


MALFORMED = ["", "early_meetings", "early_meetings=0.5", "early_meetings@2012Q1", "=1@2012Q1", "pooled_budgets=@2012Q1"]


@pytest.mark.parametrize("policy", MALFORMED)
def test_a_malformed_policy_is_shown_how_to_write(policy):
    line = line_of(lambda: Scenario.load("classroom").with_policy(policy))
    assert f"'{policy}'" in line


@pytest.mark.parametrize("policy", [3, None, ["early_meetings=0.5@2012Q1"]])
def test_a_policy_is_a_text(policy):
    assert "is not like early_meetings=0.5@2024Q1" in line_of(lambda: Scenario.load("classroom").with_policy(policy))


@pytest.mark.parametrize("intensity", ["much", "1.5", "-0.1", "nan", "inf", "1e999"])
def test_an_intensity_is_a_share(intensity):
    line = line_of(lambda: Scenario.load("classroom").with_policy(f"early_meetings={intensity}@2012Q1"))
    assert "early_meetings" in line


def test_an_unknown_lever_names_the_nearest():
    line = line_of(lambda: Scenario.load("classroom").with_policy("early_meeting=0.5@2012Q1"))
    assert "did you mean 'early_meetings'?" in line


def test_funds_that_exist_anyway_are_no_practice_of_the_lever():
    line = line_of(lambda: Scenario.load("classroom").replace({"levers.outcomes_fund.practice": 0.5}))
    assert "levers.outcomes_fund.practice = 0.5" in line
    assert "under funds" in line


@pytest.mark.parametrize("dates", ["", "2012", "2012Q5", "2012Q1-2013Q1", "2012Q1:2013"])
def test_the_dates_of_a_policy_are_quarters(dates):
    assert "early_meetings" in line_of(lambda: Scenario.load("classroom").with_policy(f"early_meetings=0.5@{dates}"))


# Bad input: edge lists (their content: tests/world/test_ties.py)


def test_an_edge_list_and_its_kind_of_ties_go_together():
    scenario = Scenario.load("classroom")
    for changes in ({"ties": "edge_list"}, {"edge_list": "ties.csv"}):
        assert "edge_list = 'FILE.csv'" in line_of(lambda changes=changes: scenario.replace(changes))


def test_an_unknown_kind_of_ties_is_shown_what_there_is(refused):
    line = refused(COUNTRIES + 'ties = "random"\n')
    assert "'random'" in line
    assert "small_world" in line
