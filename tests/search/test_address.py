"""The state of a list as its address."""

from cables.search.address import ORDER, Address

HERE = Address.of([("page", "3"), ("tag", "RT"), ("q", "dues"), ("tag", "PREL")])


def test_address_has_one_order_whatever_came_first():
    assert str(HERE) == "?q=dues&tag=RT&tag=PREL&page=3"


def test_every_change_leads_back_to_the_first_page():
    assert "page" not in str(HERE.plus("tag", "NATO"))
    assert "page" not in str(HERE.minus("tag", "RT"))
    assert "page" not in str(HERE.put(sort="sent"))


def test_minus_takes_one_value_or_all():
    assert str(HERE.minus("tag", "RT")) == "?q=dues&tag=PREL"
    assert str(HERE.minus("tag")) == "?q=dues"


def test_plus_says_nothing_twice():
    assert HERE.plus("tag", "RT") == HERE.minus("page")


def test_put_replaces_and_an_empty_value_takes_away():
    assert str(HERE.minus("tag").put(q="zinc")) == "?q=zinc"
    assert str(HERE.minus("tag").put(q="")) == "?"


def test_addresses_of_many_values_are_those_made_one_by_one():
    for name in ORDER[:-1]:
        adding = HERE.adding(name)
        for value in ("PGOV", "a b&c", "é", ""):
            assert adding(value) == str(HERE.plus(name, value))


def test_page_of_an_address_is_its_last_word():
    assert str(HERE.on_page(4)) == "?q=dues&tag=RT&tag=PREL&page=4"
    assert str(HERE.on_page(1)) == "?q=dues&tag=RT&tag=PREL"
