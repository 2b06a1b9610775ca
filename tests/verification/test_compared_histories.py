import pytest

from sipabm.verification.compared_histories import differing, histories


@pytest.fixture(scope="module")
def pair(lively):
    return histories(lively, 1, 0)


def changed(history, table, column, row, value):
    rows = getattr(history, table).copy()
    rows[column][row] = value
    return history._replace(**{table: rows})


def test_twins_agree(pair):
    assert differing(*pair) == []


def test_names_table_row_column_and_both_values(pair):
    engine, mesa = pair
    other = changed(mesa, "attempts", "barriers", 3, 999)
    assert differing(engine, other) == [
        f"attempts row 3 column barriers: engine {engine.attempts['barriers'][3]}, Mesa model 999"
    ]


def test_counts_further_rows(pair):
    engine, mesa = pair
    other = changed(mesa, "contracts", "price", slice(None), 0.123)
    (line,) = differing(engine, other)
    assert line.endswith(f"(and {len(engine.contracts) - 1} more rows)")


def test_last_bits_do_not_matter_and_more_does(pair):
    engine, mesa = pair
    price = mesa.contracts["price"][0]
    assert differing(engine, changed(mesa, "contracts", "price", 0, price * (1 + 1e-14))) == []
    assert len(differing(engine, changed(mesa, "contracts", "price", 0, price + 1e-11))) == 1


def test_a_missing_row_shows(pair):
    engine, mesa = pair
    short = mesa._replace(attempts=mesa.attempts[:-1])
    assert differing(engine, short) == [
        f"attempts: the engine has {len(engine.attempts)} rows, the Mesa model {len(engine.attempts) - 1}"
    ]
