"""What readers are answered does not depend on withheld text, and the proof sees where it does."""

import dataclasses
from unittest.mock import patch

import pytest
from django.utils.module_loading import import_string

from cables.importing.reference import load_reference
from cables.models import CableVersion, Decision, WithheldText
from tests.proofs.conftest import LONG, SEED, SHORTEST
from tests.proofs.pairs import differences
from tests.proofs.world import PLOTS

pytestmark = pytest.mark.django_db
PAIRS, TOGETHER = (1_000, len(PLOTS)) if LONG else (2, 10) if SHORTEST else (4, 5)
"""Pairs, and plots in each: together they play every plot."""


def in_turn(pair):
    plots = list(PLOTS)
    start = pair * TOGETHER
    return [plots[(start + n) % len(plots)] for n in range(TOGETHER)]


def test_readers_are_answered_the_same_bytes_whatever_is_withheld(addresses, tmp_path, say):
    load_reference()
    found, asked = [], 0
    for pair in range(PAIRS):
        differing, count = differences(addresses, tmp_path, SEED + pair, in_turn(pair), indexed=pair % 2 == 1)
        found, asked = found + differing, asked + count
    say(f"{PAIRS:,} pairs, {asked:,} addresses")
    assert not found, "\n".join(found)
    assert asked > 50 * PAIRS


def test_every_plot_is_played():
    assert {plot for pair in range(PAIRS) for plot in in_turn(pair)} == set(PLOTS)


# --- The proof can fail -------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(
    ("telling", "told"),
    [
        ("cables.views.cable.cable_page", lambda: str(Decision.objects.count())),
        ("cables.views.cable.cable_page", lambda: "!" * sum(map(len, withheld_texts()))),
        ("cables.views.numbers.not_held", lambda: str(CableVersion.objects.filter(state="held").count())),
    ],
    ids=["count", "length", "existence"],
)
@pytest.mark.once
def test_page_that_tells_of_withheld_text_is_found(addresses, tmp_path, telling, told):
    load_reference()
    honest = import_string(telling)

    def tells(*asked):
        return dataclasses.replace(honest(*asked), mrn=told())

    few = addresses.only("/cables/<mrn>/")
    plots = ["paragraph", "whole cable, not acknowledged, cited"]
    with patch(telling, tells):  # two worlds in which nothing differs in number or length are rare
        assert any(differences(few, tmp_path, seed, plots)[0] for seed in range(12))


def withheld_texts():
    return WithheldText.objects.values_list("text", flat=True)
