"""The short form of `python -m tests.sanitiser`, and that it would see what it says is not there."""

import os
from collections import Counter

import pytest
from django.utils.safestring import SafeString

from tests.browser.serving import Site
from tests.sanitiser import proof
from tests.sanitiser.forms import FAMILIES, forms
from tests.sanitiser.mutations import mutations
from tests.sanitiser.watching import watching

pytestmark = pytest.mark.once

KNOWN = forms()
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "test")
HARMLESS_ALONE = {"encodings", "size"}
"""Most forms of these families need a decoder or a parser that is worn out."""

FEW = [form for n, form in enumerate(KNOWN) if n % 3 == 0 or form.family in HARMLESS_ALONE]


def test_no_form_runs_a_script_or_brings_a_tag(chromium):
    tried = [*KNOWN[::3], *mutations(KNOWN, 25)]

    def make_site(data, name):
        return Site(data, f"readingroom_{name}_{WORKER}")

    assert proof.prove(chromium, tried, make_site, walled=24, questions=8) == []


def test_forms_are_noticed_where_nothing_is_cleaned(chromium, site):
    with watching(chromium, site, walled=False) as watch:
        noticed = Counter(form.family for form in FEW if proof.noticed(watch, "", form))
    assert set(noticed) == set(FAMILIES)
    for family in set(FAMILIES) - HARMLESS_ALONE:
        assert noticed[family] >= sum(form.family == family for form in FEW) * 0.4, family


@pytest.mark.parametrize("walled", [True, False])
def test_note_that_is_not_cleaned_is_a_fault(chromium, site, walled, monkeypatch):
    monkeypatch.setattr(proof, "clean", str)
    monkeypatch.setattr(proof, "safe", SafeString)
    with watching(chromium, site, walled=walled) as watch:
        faults = list(proof.note_faults(watch, "script-src 'self'", KNOWN[:3]))
    assert "note, script: plain: tag script" in faults
    assert any(("console: policy: " if walled else "dialog: 1") in fault for fault in faults)
