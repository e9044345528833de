"""Under what authority text is withheld: the codes on offer and the rules that bind them."""

import pytest

from cables import reference
from cables.reviewing.codes import SCHEMES, broken_rules, known, offered, questions

SECRET, ORDER, STATUTE = ("FOIA", "b(1)"), ("EO13526-1.4", "1.4(b)"), ("FOIA-b(3)", "INA")


def test_codes_on_offer_are_those_of_orders_that_stand():
    schemes = {scheme for scheme, _, _ in offered()}
    assert schemes == set(SCHEMES)
    table = {row["scheme"] for row in reference.rows("exemptions")}
    assert table - schemes
    assert all(meaning for _, _, meaning in offered())


def test_offer_keeps_the_order_of_the_table():
    table = [(row["scheme"], row["code"]) for row in reference.rows("exemptions")]
    mine = [(scheme, code) for scheme, code, _ in offered()]
    assert mine == [code for code in table if code in mine]
    assert len(mine) == 40


def test_known_codes_come_once_and_in_order():
    assert known([list(ORDER), list(SECRET), list(SECRET)]) == known([SECRET, ORDER])
    assert known([SECRET, ORDER]) == [ORDER, SECRET]


def test_unknown_and_past_codes_are_left_out():
    assert known([("FOIA", "b(99)"), ("EO12958-1.4", "1.4(b)"), ("", ""), ("FOIA",), SECRET]) == [SECRET]
    assert known([]) == []


def test_a_code_is_needed():
    assert broken_rules([]) == [
        "Choose at least one code: a withholding says under what authority it stands."
    ]


@pytest.mark.parametrize("reason", [ORDER, ("25X", "25X1"), ("50X", "50X1-HUM")])
def test_b1_needs_a_reason_of_the_order(reason):
    assert reason in known([reason])
    assert broken_rules([SECRET, reason]) == []
    assert broken_rules([SECRET]) == [
        "FOIA (b)(1) needs a reason of E.O. 13526: choose one of 1.4(a) to (h), 25X or 50X."
    ]


def test_b1_is_not_satisfied_by_another_exemption():
    assert len(broken_rules([SECRET, ("FOIA", "b(6)")])) == 1


@pytest.mark.parametrize("code", [ORDER, ("FOIA", "b(6)"), ("25X", "25X1")])
def test_other_codes_stand_alone(code):
    assert broken_rules([code]) == []


def test_statute_is_named_for_b3():
    assert broken_rules([STATUTE]) == ["A statute is named for FOIA (b)(3): choose b(3) too."]
    assert broken_rules([STATUTE, ("FOIA", "b(3)")]) == []
    assert broken_rules([("FOIA", "b(3)")]) == []


def test_every_broken_rule_is_told():
    assert len(broken_rules([SECRET, STATUTE])) == 2


@pytest.mark.parametrize("level", ["", "SBU", "LOU", "C", "S", "TS"])
def test_what_is_not_marked_u_asks_nothing(level):
    assert questions([ORDER], level) == []


def test_what_is_marked_u_asks():
    assert questions([ORDER], "U") == ["This is marked (U), and a code for classified text was chosen."]
    assert (
        questions([("25X", "25X1")], "U") == questions([("50X", "50X1-HUM")], "U") == questions([ORDER], "U")
    )
    assert questions([("FOIA", "b(6)")], "U") == ["This is marked (U): unclassified at origin."]
