"""`manage.py reparse_cables` at its door: what it says, what it writes, its exit status."""

import pytest
from django.core.management import CommandError, call_command

from cables.importing.faults import Stopped
from cables.management.commands import reparse_cables
from cables.models import CableVersion, Collection
from tests.admin.test_lists import imported  # noqa: F401  two cables: 412 and 413

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(imported, capsys):  # noqa: F811
    def do(*arguments):
        with pytest.raises(SystemExit) as left:
            call_command("reparse_cables", *arguments)
        return left.value.code, capsys.readouterr().out.splitlines()

    return do


def test_nothing_to_do(run):
    assert run() == (0, ["0 versions looked at: 0 would change, 0 did not, 0 cables wait."])


def test_told_and_then_written(run):
    CableVersion.objects.filter(cable__serial=412).update(subject="WRONG", parser_version="1")
    told = "        1  subject  (08ZENDA412)"
    status, said = run()
    assert (status, said) == (
        0,
        [
            told,
            "1 versions looked at: 1 would change, 0 did not, 0 cables wait.",
            "Nothing was written. Add --write to write it.",
        ],
    )
    assert CableVersion.objects.filter(subject="WRONG").exists()
    assert run("--write") == (0, [told, "1 versions looked at: 1 changed, 0 did not, 0 cables wait."])
    assert not CableVersion.objects.filter(subject="WRONG").exists()


def test_chosen_by_number_in_any_spelling_or_by_collection(run):
    CableVersion.objects.update(subject="WRONG")
    assert run("--number", "2008 ZENDA 0413")[1][0].endswith("(08ZENDA413)")
    Collection.objects.create(slug="empty", name="Empty")
    assert run("--collection", "empty", "--all")[1][-1].startswith("0 versions")
    assert run("--collection", "test", "--all")[1][0].startswith("        2  subject")
    run("--number", "08ZENDA412", "08ZENDA413", "--write")
    assert not CableVersion.objects.filter(subject="WRONG").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--collection", "nowhere"],
            "There is no collection 'nowhere' (known: test). Nothing was looked at.",
        ),
        (["--number", "08ZENDA99"], "No cable here has the number '08ZENDA99'. Nothing was looked at;"),
    ],
)
def test_wrong_argument_is_told(run, arguments, told):
    with pytest.raises(CommandError) as error:
        call_command("reparse_cables", *arguments)
    assert error.value.returncode == 2
    assert str(error.value).startswith(told)


def test_full_disk_is_a_sentence(imported, monkeypatch):  # noqa: F811
    def full(*_, **__):
        raise Stopped("The disk is full. What was derived before stays; run it again to go on.")
        yield

    monkeypatch.setattr(reparse_cables, "reparse", full)
    with pytest.raises(CommandError, match=r"^The disk is full\. What was derived before stays") as error:
        call_command("reparse_cables", "--write")
    assert error.value.returncode == 2


def test_refused_cables_are_named(imported, monkeypatch, capsys):  # noqa: F811
    def refusing(*_, report, **__):
        report.refused.append("08ZENDA412")
        yield report

    monkeypatch.setattr(reparse_cables, "reparse", refusing)
    with pytest.raises(SystemExit) as left:
        call_command("reparse_cables", "--write")
    assert left.value.code == 1
    assert "The database did not take 08ZENDA412; it is as it was." in capsys.readouterr().err
