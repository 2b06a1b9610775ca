from sipabm.language.lists import counted, listed


def test_the_last_of_a_list_is_joined_by_and():
    assert [listed(["a", "b", "c"][:length]) for length in range(4)] == ["", "a", "a and b", "a, b and c"]


def test_one_is_counted_in_the_singular_and_thousands_have_a_comma():
    assert [counted(number, "run") for number in (0, 1, 2, 1200)] == ["0 runs", "1 run", "2 runs", "1,200 runs"]
    assert counted(40, "authority", "authorities") == "40 authorities"
