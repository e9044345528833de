"""The fix screen: the raw text beside what was read of it, and what becomes of what is put right."""

import re

import pytest
from django.urls import reverse

from cables.importing.batches import import_paths
from cables.models import Cable, CableVersion, Collection, Finding, ImportItem, Override, Paragraph
from cables.reviewing.correcting import correct
from cables.reviewing.unknown_codes import add_to_table
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import released, what_is_shown, withheld
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db
PARAGRAPHS = (
    "1. (U) The harbour master called. He asked for time.",
    "2. (C) The smuggler Rischenheim paid him.",
    "3. (C) COMMENT: Nobody was surprised.",
)
WHY = "The typist erred."
QUERIES = 19  # three of them where a code is in no table: the tables


@pytest.fixture
def bring(tmp_path):
    def do(text):
        (tmp_path / "a.txt").write_text(text)
        collection, _ = Collection.objects.get_or_create(slug="test", defaults={"name": "Test"})
        (result,) = import_paths([tmp_path / "a.txt"], collection)
        return Cable.objects.get(pk=result.cable)

    return do


@pytest.fixture
def cable(bring):
    return bring(telegram(paragraphs=PARAGRAPHS, tags="PREL, QQQQ"))


@pytest.fixture
def ida(client):
    client.force_login(user := a_user(Role.IMPORTER, name="ida"))
    return user


@pytest.fixture
def reviewer():
    return a_user(Role.REVIEWER, name="ada")


def url(cable):
    return reverse("admin:cables_cable_fix", args=[cable.pk])


def body(response):
    return response.content.decode()


def as_sent(client, cable, **changes):
    """What a browser sends of the page as it is now, with some fields changed."""
    form = client.get(url(cable)).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    data |= {form[name].html_initial_name: form[name].value() for name in form.page.now}
    return data | {"reason": WHY} | {name.replace("__", "-"): value for name, value in changes.items()}


def start(number):
    return Paragraph.objects.get(version__shown=True, number=number).start


def test_page_shows_lines_paragraphs_doubts_and_fields(client, cable, ida, django_assert_max_num_queries):
    with django_assert_max_num_queries(QUERIES):
        response = client.get(url(cable))
    text = body(response)
    line = telegram(paragraphs=PARAGRAPHS, tags="PREL, QQQQ").splitlines().index(PARAGRAPHS[1]) + 1
    assert re.search(
        rf'<li id="l{line}"><span class="fix__label">¶2 C</span> <code>2\. \(C\) The smuggler', text
    )
    assert "QQQQ is in no table of TAGS." in text
    values = {name: response.context["form"][name].value() for name in response.context["page"].now}
    assert values == {
        "number": "08ZENDA412",
        "subject": "HARBOUR DUES",
        "sent_at": "2008-08-14T15:20",
        "originator": "AMEMBASSY ZENDA",
        "classification": "CONFIDENTIAL",
        "tags": "PREL, QQQQ",
    }
    assert "Nothing of this cable was corrected." in text


def test_code_that_was_settled_since_is_no_doubt_any_more(client, cable, ida):
    record = reverse("admin:cables_importitem_change", args=[ImportItem.objects.get().pk])
    add_to_table("tags", "QQQQ", "Quays", "subject", ida)
    for address in (url(cable), record):
        page = body(client.get(address))
        assert "As received" in page
        assert "in no table of TAGS" not in page


def test_it_is_reached_from_the_cable_its_findings_and_its_record(client, cable, ida):
    address = url(cable)
    assert f'href="{address}"' in body(client.get(reverse("admin:cables_cable_change", args=[cable.pk])))
    assert f'href="{address}?version=1"' in body(client.get(reverse("admin:cables_finding_changelist")))
    item = ImportItem.objects.get()
    assert f'href="{address}?version=1"' in body(
        client.get(reverse("admin:cables_importitem_change", args=[item.pk]))
    )


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.IMPORTER, Role.READER)])
def test_others_are_refused_and_shown_no_way(client, cable, role):
    client.force_login(a_user(role))
    assert client.get(url(cable)).status_code == client.post(url(cable), {"reason": WHY}).status_code == 403
    assert "/fix/" not in body(client.get(reverse("admin:cables_cable_change", args=[cable.pk])))
    assert "/fix/" not in body(client.get(reverse("admin:cables_finding_changelist")))


def test_heading_is_put_right_with_one_reason(client, cable, ida):
    sent = as_sent(client, cable, subject="HARBOUR FEES", sent_at="2008-08-15", tags="PREL, PGOV")
    response = client.post(url(cable), sent, follow=True)
    assert response.redirect_chain == [(f"{url(cable)}?version=1", 302)]
    assert "3 corrections recorded. Readers see the cable so from now on." in body(response)
    version = CableVersion.objects.get()
    assert (version.subject, f"{version.sent_at:%F %T}") == ("HARBOUR FEES", "2008-08-15 00:00:00")
    assert [tag.code for tag in version.tags.all()] == ["PREL", "PGOV"]
    assert {(o.field, o.reason, o.author) for o in Override.objects.all()} == {
        (field, WHY, ida) for field in ("subject", "sent_at", "tags")
    }
    assert "QQQQ is in no table" not in body(response)


def test_earlier_corrections_are_listed_with_who_when_and_why(client, cable, ida):
    correct(cable, "subject", "HARBOUR FEES", WHY, ida)
    page = client.get(url(cable)).context["page"]
    (earlier,) = page.earlier
    assert (earlier.field, earlier.value, earlier.reason, earlier.author, earlier.waits) == (
        "Subject", "HARBOUR FEES", WHY, "ida", False,
    )  # fmt: skip
    assert (page.read["subject"], page.now["subject"]) == ("HARBOUR DUES", "HARBOUR FEES")


def test_number_is_put_right(client, cable, ida):
    response = client.post(url(cable), as_sent(client, cable, number="2008 ZENDA 421"), follow=True)
    assert "The cable is 08ZENDA421 now, and 08ZENDA412 leads to it." in body(response)
    assert client.get("/cables/08ZENDA412/")["Location"] == "/cables/08ZENDA421/"


def test_number_of_another_is_refused_and_nothing_is_lost(client, cable, ida, bring):
    bring(telegram(serial=421))
    sent = as_sent(client, cable, number="08ZENDA421", subject="HARBOUR FEES")
    response = client.post(url(cable), sent)
    assert response.status_code == 422
    assert "08ZENDA421 is the number of another cable that is here" in body(response)
    assert response.context["form"]["subject"].value() == "HARBOUR FEES"
    assert not Override.objects.exists()
    assert client.post(url(cable), sent | {"number": "08ZENDA422"}).status_code == 302


def test_paragraph_is_begun_at_words_of_a_line(client, cable, ida):
    text = telegram(paragraphs=PARAGRAPHS, tags="PREL, QQQQ")
    line = text.splitlines().index(PARAGRAPHS[0]) + 1
    client.post(url(cable), as_sent(client, cable, split_line=line, split_words="He asked"))
    texts = list(Paragraph.objects.values_list("text", flat=True))
    assert texts[:2] == ["The harbour master called.", "He asked for time."]


@pytest.mark.parametrize(
    ("line", "words", "told"),
    [
        ("9000", "", "and no line 9,000"),
        ("20", "nowhere", "These words do not stand in line 20"),
        ("20", "e", "times in line 20"),
        ("21", "", "Line 21 is empty"),
        ("", "He asked", "Say in which line the words stand"),
        ("1", "", "where no text of a paragraph stands"),
    ],
)
def test_place_that_is_none_is_told(client, cable, ida, line, words, told):
    response = client.post(url(cable), as_sent(client, cable, split_line=line, split_words=words))
    assert response.status_code == 422
    assert told in body(response)
    assert response.context["form"]["split_words"].value() == words


def test_marks_and_joining(client, cable, ida):
    changes = {f"mark__{start(1)}": "S", f"merge__{start(3)}": "on"}
    client.post(url(cable), as_sent(client, cable, **changes))
    shown = list(Paragraph.objects.values_list("number", "level"))
    assert shown == [(1, "S"), (2, "C")]
    client.post(url(cable), as_sent(client, cable, **{f"mark__{start(1)}": "unmarked"}))
    assert Paragraph.objects.get(number=1).inherited


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "you changed nothing"),
        ({"subject": "FEES", "reason": " "}, "a correction is recorded with its reason"),
    ],
)
def test_nothing_is_recorded_without_a_change_and_a_reason(client, cable, ida, changes, told):
    response = client.post(url(cable), as_sent(client, cable, **changes))
    assert response.status_code == 422
    assert told in body(response)
    assert not Override.objects.exists()


def test_stale_save_is_refused_and_both_values_are_shown(client, cable, ida):
    sent = as_sent(client, cable, subject="MINE", originator="AMCONSUL ZENDA", **{f"mark__{start(1)}": "S"})
    other = a_user(Role.IMPORTER, name="emil")
    correct(cable, "subject", "THEIRS", WHY, other)
    correct(cable, "tags", "PGOV", WHY, other)
    response = client.post(url(cable), sent)
    assert response.status_code == 409
    assert response.context["both"] == [("Subject", "MINE", "THEIRS")]
    form = response.context["form"]
    assert [form[name].value() for name in ("subject", "originator", "tags", "reason")] == [
        "MINE", "AMCONSUL ZENDA", "PGOV", WHY,
    ]  # fmt: skip
    assert CableVersion.objects.get().subject == "THEIRS"
    again = dict(re.findall(r'<input type="[a-z]+" name="([^"]+)" value="([^"]*)"', body(response)))
    again |= {"reason": WHY, "classification": "CONFIDENTIAL", f"mark-{start(1)}": "S"}
    assert client.post(url(cable), again).status_code == 302
    version = CableVersion.objects.get()
    assert (version.subject, version.originator) == ("MINE", "AMCONSUL ZENDA")
    assert [tag.code for tag in version.tags.all()] == ["PGOV"]
    assert Paragraph.objects.get(number=1).level == "S"


# --- With something decided -------------------------------------------------------------------


def test_importer_sees_no_raw_text_once_something_was_decided(client, cable, ida, reviewer):
    correct(cable, "subject", "RISCHENHEIM AND THE DUES", f"{WHY} It says Rischenheim.", ida)
    withheld(cable, reviewer, 2, "Rischenheim")
    response = client.get(url(cable))
    text = body(response)
    assert response.context["page"].why_hidden in text
    assert "ischenheim" not in text.lower()
    assert "RISCHENHEIM" not in text
    assert not [name for name in response.context["form"].fields if re.match("split|mark|merge", name)]
    assert [e.field for e in response.context["page"].earlier] == ["Subject"]
    forged = as_sent(client, cable, subject="FEES", **{f"mark__{start(1)}": "S"}, split_line=21)
    client.post(url(cable), forged)
    assert not Override.objects.filter(field__in=["mark", "split"]).exists()


def test_correction_waits_and_the_page_says_so(client, cable, ida, reviewer):
    withheld(cable, reviewer, 2)
    before = what_is_shown()
    response = client.post(url(cable), as_sent(client, cable, subject="HARBOUR FEES"), follow=True)
    assert "readers see it as before until a reviewer has placed the decisions again" in body(response)
    assert what_is_shown() == before


def test_released_text_is_still_for_reviewers(client, cable, ida, reviewer):
    officer = a_user(Role.RELEASE_OFFICER)
    released(withheld(cable, reviewer, 2), reviewer, officer)
    assert client.get(url(cable)).context["page"].why_hidden
    response = client.post(url(cable), as_sent(client, cable, subject="HARBOUR FEES"), follow=True)
    assert "Readers see the cable so from now on." in body(response)


def test_reviewer_who_is_importer_too_sees_what_would_be(client, cable, reviewer):
    withheld(cable, reviewer, 2)
    client.force_login(a_user(Role.IMPORTER, Role.REVIEWER, name="fritz"))
    page = client.get(url(cable)).context["page"]
    assert not page.why_hidden
    changes = {"subject": "HARBOUR FEES", f"mark__{start(1)}": "S"}
    client.post(url(cable), as_sent(client, cable, **changes))
    page = client.get(url(cable)).context["page"]
    assert (page.now["subject"], page.paragraphs[0].badge.level, page.is_waiting) == (
        "HARBOUR FEES",
        "S",
        True,
    )
    assert CableVersion.objects.get().subject == "HARBOUR DUES"


def test_held_version_without_the_right_to_read_it(client, cable, ida, reviewer, bring):
    withheld(cable, reviewer, 2)
    bring(telegram(subject="ANOTHER SECRET", paragraphs=PARAGRAPHS))
    response = client.get(url(cable))
    assert response.context["page"].ordinal == 2
    assert "ANOTHER SECRET" not in body(response)
    assert response.context["page"].now["subject"] == ""


def test_versions_lead_to_each_other(client, cable, ida, bring):
    bring(telegram(subject="HARBOUR FEES", paragraphs=PARAGRAPHS))
    assert client.get(url(cable)).context["page"].now["subject"] == "HARBOUR FEES"
    first = client.get(f"{url(cable)}?version=1")
    assert first.context["page"].now["subject"] == "HARBOUR DUES"
    assert 'href="?version=2"' in body(first)
    for wrong in ("3", "x", "99999"):
        assert client.get(f"{url(cable)}?version={wrong}").status_code == 404


def test_findings_of_a_cable_with_many_doubts_are_all_there(client, cable, ida):
    assert len(client.get(url(cable)).context["page"].doubts) == Finding.objects.count()
