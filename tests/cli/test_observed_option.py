"""--observed: a series of the user's own beside the curve, in the printed table, the CSV table and the figure."""

import re

import pandas as pd
import pytest

RUN = ("run", "classroom", "--set", "quarters=16", "--replicates", 2)


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "my counts.csv"
    path.write_text("year,signed\n2009,1\n2011,17\n2012,2.5\n")
    return path


def test_it_stands_in_the_printed_table_under_its_name_with_years_left_out(cli, own, tmp_path):
    code, out, err = cli(*RUN, "--observed", own, "--out", tmp_path / "out")
    assert (code, err) == (0, [])
    assert "\nobserved (my counts.csv); observed but not simulated in full, so not shown: 2009\n" in out
    assert re.search(r"^2011 .* 17$", out, re.MULTILINE) and re.search(r"^2012 .* 2\.5$", out, re.MULTILINE)
    assert out.splitlines()[-1].endswith(f"sipabm report {tmp_path}/out --observed '{own}'")


@pytest.mark.slow
def test_a_report_writes_it_to_table_and_figure_and_without_it_they_are_as_before(cli, own, tmp_path):
    cli(*RUN, "--report", "--out", tmp_path / "out")
    before = (tmp_path / "out" / "figure.svg").read_bytes()
    assert cli("report", tmp_path / "out", "--observed", own)[0] == 0
    yearly = pd.read_csv(tmp_path / "out" / "yearly_summary.csv").set_index("year")
    assert yearly["observed"].dropna().to_dict() == {2011: 17.0, 2012: 2.5}
    assert (tmp_path / "out" / "figure.svg").read_bytes() != before
    cli("report", tmp_path / "out")
    assert (tmp_path / "out" / "figure.svg").read_bytes() == before


@pytest.mark.parametrize("content", ["", "year\n2011\n", "year,signed\n2011,-1\n", "year,signed\n1999,1\n"])
def test_what_is_wrong_is_refused_in_one_line_before_anything_is_written(cli, tmp_path, content):
    (tmp_path / "own.csv").write_text(content)
    code, out, err = cli(*RUN, "--observed", tmp_path / "own.csv", "--out", tmp_path / "out")
    assert (code, out, len(err)) == (2, "", 1) and "own.csv" in err[0]
    assert not (tmp_path / "out").exists()
