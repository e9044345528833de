import pytest

from cables.presenters import citations
from cables.presenters.citations import cited_by
from tests.factories import a_mention, a_reference, a_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["reference", "mention"])
def test_of_very_many_the_newest_are_listed_and_none_by_the_order_of_import(monkeypatch, kind):
    monkeypatch.setattr(citations, "MOST_ROWS", 2)
    for number, facts in (
        ("08ZENDA9", {}),
        ("08ZENDA7", {"sent_at": None}),
        ("08ZENDA8", {}),
        ("08ZENDA6", {}),
    ):
        version = a_version(number, paragraphs=["As ZENDA 412 says."], **facts)
        if kind == "reference":
            a_reference(version, mrn="08ZENDA412")
        else:
            a_mention(version.paragraphs.get(), "ZENDA 412", mrn="08ZENDA412")
    assert [citing.mrn for citing in cited_by("08ZENDA412").cables] == ["08ZENDA6", "08ZENDA8"]
