"""An index that follows has what the tables have, after each change; and only one process writes it."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone

from cables.importing.undoing import undo
from cables.models import CableVersion, Collection, ImportBatch, IndexChange
from cables.reviewing.standing import put_back, take_down, work_off
from cables.search import outbox, writing
from cables.search.building import Building
from cables.search.documents import Released
from cables.search.filters import CableFilter
from cables.search.from_index import FromIndex
from cables.search.generations import PUBLIC, Taken, home, read_applied, write_applied
from cables.visibility import Role
from tests.people import a_user
from tests.reviewing.acts import withheld
from tests.search.keeping import (
    a_follower,
    all_differences,
    caught_up,
    folder_in_use,
    found,
    imported,
    many,
)
from tests.telegrams import telegram

pytestmark = pytest.mark.django_db


def test_index_is_built_where_there_is_none(follower):
    imported(telegram())
    assert home(PUBLIC).ask() is None
    caught_up(follower)
    assert found("harbour") == ["08ZENDA412"]
    assert all_differences() == []


def test_one_look_brings_in_what_was_committed(follower):
    imported(telegram())
    caught_up(follower)
    imported(telegram(serial=413, subject="LIGHTHOUSE OIL"))
    assert found("lighthouse") == []
    assert follower.follow() == 1
    assert found("lighthouse") == ["08ZENDA413"]
    assert follower.follow() == 0
    assert all_differences() == []


def test_quiet_look_writes_nothing(follower):
    imported(telegram())
    caught_up(follower)
    before = [path.stat().st_mtime_ns for path in sorted(folder_in_use().iterdir())]
    for _ in range(3):
        follower.follow()
    assert [path.stat().st_mtime_ns for path in sorted(folder_in_use().iterdir())] == before


def test_many_changes_are_followed_in_several_commits(follower):
    caught_up(follower)
    many(50)
    assert [follower.follow(most=20) for _ in range(4)] == [20, 20, 10, 0]
    assert all_differences() == []


def test_second_follower_is_refused_and_takes_over(follower):
    imported(telegram())
    caught_up(follower)
    with pytest.raises(Taken, match="Another process is following the index in"):
        a_follower()
    follower.close()
    with a_follower() as other:
        imported(telegram(serial=413))
        assert other.follow() == 1


def test_follower_goes_on_with_what_another_process_has_built(follower):
    imported(telegram())
    caught_up(follower)
    first = folder_in_use()
    with Building(home(PUBLIC), Released()) as building:
        building.finish()
    assert folder_in_use() != first
    assert not first.exists()
    imported(telegram(serial=413))
    assert follower.follow() == 1
    assert all_differences() == []


def test_changes_while_it_is_built_are_in_it(follower, monkeypatch):
    monkeypatch.setattr("cables.search.building.CHUNK", 5)
    many(12)
    with Building(home(PUBLIC), Released()) as building:
        building.step()
        imported(telegram(serial=413))
        imported(telegram(serial=500, subject="CORRECTED COPY"))
        assert home(PUBLIC).ask() is None, "it is asked only when it is whole"
        building.finish()
    assert building.changed == 2
    assert all_differences() == []


def test_two_do_not_build_at_the_same_time(follower):
    with Building(home(PUBLIC), Released()):
        with pytest.raises(Taken, match="Another process is building the index in"):
            Building(home(PUBLIC), Released())
        assert follower.follow() == 0


def test_building_that_is_given_up_leaves_nothing(follower):
    with Building(home(PUBLIC), Released()) as building:
        building.step()
    assert not building.folder.exists()
    assert home(PUBLIC).ask() is None


def test_index_that_slept_too_long_is_not_asked_and_is_built_anew(follower):
    imported(telegram())
    caught_up(follower)
    follower.close()
    folder = folder_in_use()
    long_ago = timezone.now() - outbox.KEPT / 2 - dt.timedelta(hours=1)
    write_applied(folder, read_applied(folder) | {"at": long_ago.isoformat()})
    assert home(PUBLIC).ask() is None
    with a_follower() as other:
        caught_up(other)
    assert folder_in_use() != folder
    assert found("harbour") == ["08ZENDA412"]


def test_follower_of_a_quiet_site_says_that_it_lives(follower):
    imported(telegram())
    caught_up(follower)
    before = read_applied(folder_in_use())["at"]
    follower.live.mark["at"] = (timezone.now() - 2 * writing.SAID_AGAIN).isoformat()
    follower.follow()
    assert read_applied(folder_in_use())["at"] > before


def test_index_of_another_software_is_built_anew(follower, monkeypatch):
    imported(telegram())
    caught_up(follower)
    first = folder_in_use()
    follower.close()
    for module in ("generations", "schema"):
        monkeypatch.setattr(f"cables.search.{module}.VERSION", 99)
    assert home(PUBLIC).ask() is None
    with a_follower() as other:
        caught_up(other)
    assert folder_in_use().name.startswith("99-")
    assert not first.exists()


def test_database_that_was_put_back_is_told(follower):
    """A copy of before has fewer changes, and soon others under the same keys."""
    imported(telegram())
    imported(telegram(serial=413))
    caught_up(follower)
    first = folder_in_use()
    follower.close()
    last = IndexChange.objects.order_by("-pk").first()
    IndexChange.objects.filter(pk=last.pk).update(at=last.at + dt.timedelta(minutes=1))
    with a_follower() as other:
        caught_up(other)
    assert folder_in_use() != first
    assert all_differences() == []


def test_collection_taken_down_and_put_back(follower):
    imported(telegram(), telegram(serial=413), collection="going")
    imported(telegram(serial=414))
    caught_up(follower)
    going = Collection.objects.get(slug="going")
    take_down(going, "The donor asks for it.", None)
    assert found("harbour") == ["08ZENDA414"], "at once"
    list(work_off(going))
    caught_up(follower)
    assert found("harbour") == ["08ZENDA414"]
    assert all_differences() == []
    put_back(going, None)
    list(work_off(going))
    caught_up(follower)
    assert len(found("harbour")) == 3
    assert all_differences() == []


def test_import_that_was_undone(follower):
    imported(telegram(serial=414))
    imported(telegram(), telegram(serial=414, subject="CORRECTED COPY OF LIGHTHOUSE"))
    caught_up(follower)
    assert found("lighthouse") == ["08ZENDA414"]
    undo(ImportBatch.objects.order_by("-pk").first())
    assert found("dues") == [], "what of it is still in the index is left out"
    caught_up(follower)
    assert found("dues") == ["08ZENDA414"]
    assert found("lighthouse") == []
    assert all_differences() == []


def test_equals_stand_newest_first_in_whatever_files_they_are(follower):
    for serial, month in ((501, "MAR"), (502, "MAY"), (503, "APR"), (504, "MAY")):
        imported(telegram(serial=serial, dtg=f"141520Z {month} 08", subject="LIGHTHOUSE OIL"))
        caught_up(follower)
    assert found("lighthouse") == ["08ZENDA504", "08ZENDA502", "08ZENDA503", "08ZENDA501"]


def test_counts_are_kept_until_the_index_changes(follower):
    imported(telegram(), telegram(serial=413))
    caught_up(follower)
    asked = home(PUBLIC).ask()
    cables = CableFilter(QueryDict("q=harbour&tag=PREL&sort=mrn"), queryset=CableVersion.objects.released())
    again = CableFilter(QueryDict("q=harbour&tag=PREL"), queryset=CableVersion.objects.released())
    assert FromIndex(asked, cables).totals().cables == 2
    kept = dict(asked.memory)
    assert FromIndex(home(PUBLIC).ask(), again).totals().cables == 2
    assert home(PUBLIC).ask().memory == kept != {}
    imported(telegram(serial=414))
    caught_up(follower)
    assert home(PUBLIC).ask().memory == {}
    assert FromIndex(home(PUBLIC).ask(), again).totals().cables == 3


def test_counts_that_are_kept_are_not_those_of_before_a_withholding(follower):
    cable = imported(telegram(), telegram(serial=413))
    caught_up(follower)
    cables = CableFilter(QueryDict("q=harbour"), queryset=CableVersion.objects.released())
    assert FromIndex(home(PUBLIC).ask(), cables).totals().cables == 2
    withheld(cable, a_user(Role.REVIEWER, name="ada"), 2)
    assert FromIndex(home(PUBLIC).ask(), cables).totals().cables == 1  # not followed yet, and left out
