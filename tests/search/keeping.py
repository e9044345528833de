"""A follower at work on the test's database, and what it leaves on the disk."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import QueryDict

from cables.importing.batches import import_paths
from cables.models import Cable, Collection
from cables.search.documents import Released
from cables.search.following import Follower
from cables.search.generations import PUBLIC, home, open_index
from cables.search.listing import listing
from cables.search.segments import segments
from cables.search.verifying import ENGLISH, RAW, differences, facet_differences
from tests.telegrams import telegram


def a_follower() -> Follower:
    return Follower(home(PUBLIC), Released())


def caught_up(follower: Follower) -> Follower:
    """Until nothing is left to follow or to build. Five looks at nothing would be a fault."""
    while follower.follow() or follower.building or follower.live is None or follower.live.owes:
        pass
    return follower


def imported(*texts: str, collection: str = "keeping", policy: str = "on-import") -> Cable:
    """Through the importer; the cable of the last."""
    kept, _ = Collection.objects.get_or_create(
        slug=collection, defaults={"name": collection.title(), "release_policy": policy}
    )
    with TemporaryDirectory() as folder:
        for n, text in enumerate(texts):
            Path(folder, f"{n:04}.txt").write_text(text)
        for result in import_paths([Path(folder)], kept):
            assert result.outcome != "refused", result.message
    return Cable.objects.get(pk=result.cable)


def many(count: int, first: int = 500) -> Cable:
    return imported(*(telegram(serial=first + n) for n in range(count)))


def found(question: str) -> list[str]:
    """The numbers of the cables that a reader is shown for it."""
    return [version.cable.mrn for version in listing(QueryDict(f"q={question}")).page.object_list]


def folder_in_use() -> Path:
    folder = home(PUBLIC).folder()
    assert folder, "there is no index"
    return folder


def traces_of(*words: str) -> list[str]:
    """Where something of these is left: in a dictionary, which has the words of deleted documents too, or
    maybe in a file that no live segment has. No other part of an index has words, and it stores no text."""
    folder = folder_in_use()
    known = {name for segment in segments(folder) for name in segment.files} | SERVES
    strays = [path.name for path in home(PUBLIC).path.rglob("*") if path.is_file() and path.name not in known]
    searcher = open_index(folder).searcher()
    left = [
        f"{field}: {term}"
        for field in (*ENGLISH, *RAW)
        for term, _ in searcher.terms_with_prefix(field, "")
        if any(word.lower() in term.lower() for word in words)
    ]
    return strays + left


SERVES = {"current", "meta.json", "applied.json", ".managed.json"}
SERVES |= {f".{name}.lock" for name in ("following", "building", "tantivy-meta", "tantivy-writer")}


def all_differences(sample: int = 1000) -> list[str]:
    where = home(PUBLIC)
    return [*differences(where, Released(), sample), *facet_differences(where)]
