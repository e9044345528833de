"""The list of an import's problems: a spreadsheet can show it, and what was mended in it comes in."""

import csv
import io

import pytest

from cables.importing.sources import read_content
from cables.importing.sources.cells import guarded, unguarded
from cables.importing.sources.problems import read_problems
from cables.jobs import imports
from cables.jobs.problems import problems_of
from cables.models import Cable
from cables.reviewing.refusals import Forbidden
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.telegrams import telegram

HEADER = ["file", "character", "problem", "text"]


def row(text, file="x"):
    return [file, "0", "Why", text]


def written(rows):
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


@pytest.mark.django_db
def test_refused_records_with_reason_and_text(uploaded, importer):
    header, refused = problems_of(uploaded(412), importer)
    assert header == HEADER
    assert refused[0] == "1.txt"  # and not the folder in which the site keeps it
    assert refused[1:] == ["0", refused[2], "Dear diary, nothing of note today.\n"]
    assert refused[2].startswith("This is not a cable")


@pytest.mark.django_db
def test_what_was_mended_comes_in_and_the_rest_is_told_again(uploaded, importer, collection, work, tmp_path):
    rows = list(problems_of(uploaded(412), importer))
    rows[1][3] = telegram(serial=500)
    rows.append(["photo.png", "0", "It is a picture.", ""])
    (tmp_path / "mended.csv").write_bytes(b"\xef\xbb\xbf" + written(rows))
    batch = work(imports.start_on_server(tmp_path / "mended.csv", collection, importer))
    imports.commit(batch, importer)
    work(batch)
    assert (batch.tally["new"], batch.tally["refused"]) == (1, 1)
    assert Cable.objects.get().mrn.endswith("500")
    assert "no text" in batch.items.get(outcome="refused").message


@pytest.mark.django_db
def test_each_file_is_read_once(collection, importer, work, tmp_path, monkeypatch):
    (tmp_path / "bad.csv").write_bytes(written([HEADER, *(row(f"Diary {n}") for n in range(40))]))
    batch = work(imports.start_on_server(tmp_path / "bad.csv", collection, importer))
    opened = []
    from cables.importing import again

    open_file = again.open_file
    monkeypatch.setattr(again, "open_file", lambda *args: opened.append(args) or open_file(*args))
    assert len(list(problems_of(batch, importer))) == 41
    assert len(opened) == 1


@pytest.mark.django_db
def test_text_of_a_cable_with_a_decision_is_left_out(uploaded, importer, work):
    batch = uploaded(412)
    imports.commit(batch, importer)
    work(batch)
    withheld(Cable.objects.get(), a_user(Role.REVIEWER), 1)
    batch.items.filter(position=1).update(outcome="refused", version=None)  # as by a fault of the database
    texts = [row[3] for row in problems_of(batch, importer)][1:]
    assert texts == ["", "Dear diary, nothing of note today.\n"]


@pytest.mark.django_db
def test_only_importers_have_it(uploaded):
    with pytest.raises(Forbidden):
        problems_of(uploaded(412), a_user(Role.REVIEWER))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "'", "''", "'a", "a", "", "SECRET\n=1"]
)
def test_no_cell_is_a_formula_and_each_comes_back(cell):
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_places_are_those_of_the_rows():
    content = written(
        [HEADER, ["a", "0", "Why", telegram()], ["b", "0", "Why"], ["c", "0", "Why", telegram()]]
    )
    found = list(read_problems("p.csv", content))
    text = content.decode()
    (alone,) = read_content("x", telegram().encode())
    assert found[0].text == telegram()
    assert found[0].start == text.index("a,0") + alone.start
    assert "four cells" in found[1].reason
    assert found[1].start == text.index("b,0")
    assert found[2].start == text.index("c,0") + alone.start
