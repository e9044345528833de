"""No canary comes out of any address, and the sweep sees one that does."""

import logging
from unittest.mock import patch

import pytest
from django.db import transaction

from cables.jobs.indexing import SOURCES
from cables.models import CableTag, Finding, Paragraph, PublicSource
from tests.indexes import build
from tests.proofs.conftest import LONG, SHORTEST
from tests.proofs.sweep import break_views, sweep
from tests.proofs.visiting import visitors

pytestmark = pytest.mark.django_db
SEARCHED, VALUES = (2_000, None) if LONG else (30 if SHORTEST else 100, 1)


LISTS = ("/cables/", "/cables/facets/<name>/", "/tags/", "/tags/<code>/", "/posts/<post>/", "/")
FEW = ("anonymous", "importer")
"""Asked again on the second engine: what another role may see does not hang on it."""


@pytest.fixture(scope="module")
def readers(people):
    return visitors(people)


@pytest.fixture(scope="module")
def leaks(world, addresses, readers):
    """Sweep a few addresses with something planted, and take it back."""

    some = {role: readers[role] for role in ("anonymous", "importer")}

    def do(*of, plant=lambda: None):
        few = addresses.only(*of)
        with transaction.atomic():
            plant()
            found = sweep(world, few, some, searched=1, values=1).faults
            transaction.set_rollback(True)
        return [fault for fault in found if "is blind" not in fault and "has no example" not in fault]

    return do


def test_no_canary_is_found_at_any_address(world, addresses, readers, say):
    """Searches are answered by the index, as on a site; the index of the whole text is there too."""
    for kind in SOURCES:
        build(kind)
    asked = {role: readers[role] for role in FEW} if SHORTEST else readers
    swept = sweep(world, addresses, asked, searched=SEARCHED, values=VALUES)
    say(f"{len(world.canaries.kept):,} canaries, {swept.answers:,} answers")
    assert not swept.faults, "\n".join(swept.faults)
    assert swept.answers > (800 if SHORTEST else 2_000)


@pytest.mark.once
def test_no_canary_is_found_in_lists_that_the_tables_answer(world, addresses, readers):
    asked = {role: readers[role] for role in FEW[:1]}
    faults = sweep(world, addresses.only(*LISTS), asked, searched=SEARCHED, values=VALUES).faults
    assert not [fault for fault in faults if "is blind" not in fault and "has no example" not in fault]


@pytest.mark.once
def test_view_that_fails_tells_everybody_the_same(world, addresses, readers, say):
    few = {role: readers[role] for role in ("anonymous", "importer", "reviewer")}
    broken = break_views(world, addresses, readers if LONG else few)
    say(f"{broken.answers} failing views")
    assert not broken.faults, "\n".join(broken.faults)
    assert broken.answers > 300


# --- The proof can fail -------------------------------------------------------------------------


@pytest.fixture
def word(world):
    return next(word for word, canary in world.canaries.kept.items() if canary.place == "a paragraph")


@pytest.mark.once
def test_canary_in_a_paragraph_is_found_on_its_page(world, leaks, word):
    plant = Paragraph.objects.filter(version__cable__mrn=world.names["open"][0]).update
    found = leaks("/cables/<mrn>/", plant=lambda: plant(text=f"He met {word.title()}."))
    for role in ("anonymous", "importer"):
        assert any(
            f.startswith(f"GET /cables/{world.names['open'][0]}/ as {role}: the canary") for f in found
        )


@pytest.mark.once
def test_canary_in_the_source_is_found(world, leaks, word):
    plant = PublicSource.objects.filter(version__cable__mrn=world.names["open"][0]).update
    found = leaks("/cables/<mrn>.txt", plant=lambda: plant(text=word[::-1]))
    assert any(f".txt as anonymous: the canary of a paragraph ({word}" in fault for fault in found)


@pytest.mark.once
def test_tag_of_a_withheld_cable_that_is_public_is_found(world, leaks):
    version = Paragraph.objects.filter(version__cable__mrn=world.names["open"][0]).first().version
    tag = world.names["canary tag"][0]
    found = leaks(
        "/tags/", plant=lambda: CableTag.objects.create(version=version, code=tag, raw=tag, position=99)
    )
    assert any("a tag of a whole cable" in fault for fault in found)


@pytest.mark.once
def test_answer_that_depends_on_a_withheld_word_is_found(world, leaks):
    number = world.names["cited"][0]
    assert leaks("/go/") == []
    with patch("cables.views.go.canonical_mrn", lambda text: None if text == number else "08ZENDA400"):
        found = leaks("/go/")
    assert any("answers otherwise than" in fault for fault in found)


@pytest.mark.once
def test_finding_that_quotes_is_found_in_the_staff_list(world, leaks, word):
    found = leaks("/admin/cables/finding/", plant=lambda: Finding.objects.update(message=word))
    assert any(fault.startswith("GET /admin/cables/finding/ as importer") for fault in found)


@pytest.mark.once
def test_header_that_tells_is_found(leaks, word):
    with patch("cables.views.headers.HEADERS", {"X-Subject": word}):
        assert any("the canary of a paragraph" in fault for fault in leaks("/tags/"))


@pytest.mark.once
def test_log_that_tells_is_found(world, leaks, word):
    with patch("cables.views.cable.cable_page", side_effect=lambda *_: logging.getLogger("x").warning(word)):
        assert any("the canary of a paragraph" in fault for fault in leaks("/cables/<mrn>/"))


@pytest.mark.once
def test_beacon_nobody_was_shown_is_told(world, addresses, readers):
    faults = sweep(world, addresses.only("/tags/"), readers, searched=0, values=1).faults
    assert any("the sweep is blind" in fault for fault in faults)
