"""Searching and browsing a whole corpus, beside other engines that are given the same cables."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import re
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cables.importing.batches import import_paths
from cables.importing.reference import load_reference
from cables.inventing import invented, write
from cables.models import Cable, CableVersion, Collection, IndexChange, Paragraph
from cables.search.analysis import stems
from cables.search.building import Building
from cables.search.documents import Released
from cables.search.filters import CableFilter
from cables.search.from_index import FromIndex
from cables.search.generations import FULL, PUBLIC, home
from cables.search.generations import Asked as InUse
from cables.search.schema import BODY
from tests.benchmarks.beginning import begin
from tests.benchmarks.peers import Asked, Peer, rows
from tests.benchmarks.peers.bare_tantivy import BareTantivy
from tests.benchmarks.peers.datasette_facets import Datasette
from tests.benchmarks.peers.fts5 import FTS5
from tests.benchmarks.peers.ours import Ours, address_of
from tests.benchmarks.peers.postgresql import PostgreSQL
from tests.browser.serving import Site
from tests.telegrams import telegram

COUNT = int(os.environ.get("CABLES", "251287"))
LITTLE = 300  # cables in the short form
MANY = 100_000  # cables, of which no other engine is to be faster with
PEERS = os.environ.get("BENCH_PEERS", "postgres://postgres@127.0.0.1:5432/test")
"""A database of PostgreSQL to fill; `none` asks no other engine."""
SIGNS = 20  # different questions of each kind
LONGEST = 20.0  # seconds that one kind of question may take from one peer
LONGEST_BUILDING = 1800.0  # seconds until the reviewers' index is built too
SEARCHING = 10.0  # seconds of mixed searches
MOST_QUERIES_A_PAGE = 20
MEGABYTE = 1024 * 1024
AIMS = {  # milliseconds, 95th percentile, on an idle machine with 251,287 cables
    "a rare word": 15,
    "two words": 15,
    "a phrase": 15,
    "a beginning": 15,
    "a frequent word": 25,
    "word, tag and dates": 10,
    "browse with filters": 10,
}


def run(short: bool) -> None:
    count = LITTLE if short else COUNT
    if (missing := count - Cable.objects.count()) > 0:
        _import(missing)
    _build()
    questions = dict(_questions(3 if short else SIGNS))
    _size_of_index()
    with tempfile.TemporaryDirectory(prefix="readingroom-peers-") as folder:
        peers = list(_peers(Path(folder), short))
        faster = _compare(peers, questions)
    _pages(questions)
    _visible(3 if short else SIGNS)
    if not short:
        _on_two_processes(questions)
        assert count < MANY or not faster, "; ".join(faster)


def _import(count: int) -> None:
    collection, _ = Collection.objects.get_or_create(slug="searching", defaults={"name": "Searching"})
    with tempfile.TemporaryDirectory(prefix="readingroom-searching-") as folder:
        held = Cable.objects.count()
        list(write(islice(invented(held + count, seed=3), held, None), Path(folder)))
        for _ in import_paths([Path(folder)], collection):
            pass


def _build() -> None:
    start = time.perf_counter()
    with Building(home(PUBLIC), Released()) as building:
        building.finish()
        many, seconds = building.done, time.perf_counter() - start
    print(f"  an index of {many:,} cables: {seconds:,.0f} s, {many / seconds:,.0f} cables/s")


def _size_of_index() -> None:
    where = home(PUBLIC)
    index = sum(file.stat().st_size for file in (where.path / where.current()).iterdir())
    text = sum(
        len(heading) + len(words)
        for heading, words in Paragraph.objects.values_list("heading", "text").iterator(5000)
    )
    sizes = f"{index / MEGABYTE:,.0f} MB for {text / MEGABYTE:,.0f} MB of text"
    print(f"  it takes {sizes}: {index / text:.2f} of it (aim 0.65)")


# --- What is asked ------------------------------------------------------------------------------


def _questions(many: int) -> Iterator[tuple[str, list[Asked]]]:
    """By kind; the words are those of the corpus, chosen by how many cables have them."""
    chance = random.Random(1)
    searcher = home(PUBLIC).ask().searcher  # type: ignore[union-attr]
    total = searcher.num_docs
    shares: dict[str, float] = {}
    texts = [text.lower() for text in Paragraph.objects.order_by("pk").values_list("text", flat=True)[:4000]]
    for word in set(re.findall(r"[a-z]{4,}", " ".join(texts))):
        if len(found := stems(word)) == 1:
            shares[word] = searcher.doc_freq(BODY, found[0]) / total
    pairs = [match for text in texts for match in re.findall(r"\b([a-z]{4,}) ([a-z]{4,})\b", text)]

    def near(share: float, n: int = many) -> list[str]:
        ranked = sorted(shares, key=lambda word: (abs(shares[word] - share), word))
        return ranked[:n]

    tags = ["PREL", "PGOV", "ECON", "ETRD", "PTER"]
    frequent, middle = near(0.44), near(0.1, 2 * many)
    after = dt.date(2005, 1, 1)
    yield "a rare word", [Asked((word,)) for word in near(20 / total)]
    yield "two words", [Asked(pair) for pair in zip(middle[::2], middle[1::2], strict=True)]
    yield "a phrase", [Asked(pair, phrase=True) for pair in chance.sample(pairs, many)]
    yield "a beginning", [Asked((word[:5],), prefix=True) for word in near(0.02)]
    yield "a frequent word", [Asked((word,)) for word in frequent]
    yield (
        "word, tag and dates",
        [Asked((word,), tag=chance.choice(tags), after=after) for word in near(0.2)],
    )
    yield (
        "browse with filters",
        [Asked(tag=tags[n % 5], classification=("CONFIDENTIAL", "SECRET")[n % 2]) for n in range(many)],
    )


# --- Beside others ------------------------------------------------------------------------------


def _peers(folder: Path, short: bool) -> Iterator[Peer]:
    yield Ours()
    yield BareTantivy(home(PUBLIC).ask().searcher)  # type: ignore[union-attr]
    if PEERS == "none":
        return
    fts5 = FTS5(folder, rows())
    yield fts5
    if not short:
        yield PostgreSQL(PEERS, rows())
        try:
            yield Datasette(fts5.path)
        except ImportError:
            print("  Datasette is not installed (pip install datasette): it is left out")


def _compare(peers: Sequence[Peer], questions: dict[str, list[Asked]]) -> list[str]:
    """The 95th percentile of each kind of question, of every peer in turn: the first time each is asked, when
    its part of the index may have to come from the disk, and again. Gives which engines were faster."""
    faster = []
    for kind, asked in questions.items():
        figures, found = [], {}
        for peer in peers:
            first, found[peer.name] = _asked(peer, asked)
            again, _ = _asked(peer, asked)
            figures.append((peer.name, _percentile(first, 95), _percentile(again, 95)))
        mine = figures[0][2]
        cells = ", ".join(f"{name} {first:,.1f} then {again:,.1f}" for name, first, again in figures)
        print(f"  {kind} (aim {AIMS[kind]} ms): {cells} ms; {sum(found[peers[0].name]):,} cables found")
        assert found["reading room"] == found["bare tantivy"], kind
        faster += [f"{kind}: {name} was faster" for name, _, again in figures[2:] if again < mine]
    return faster


def _asked(peer: Peer, questions: Sequence[Asked]) -> tuple[list[float], list[int]]:
    """Seconds and the number of cables of each question, until LONGEST."""
    found = []
    for asked in questions:
        if isinstance(peer, Ours | BareTantivy):
            peer.prepare(asked)
    taken: list[float] = []
    begun = time.perf_counter()
    for asked in questions:
        start = time.perf_counter()
        found.append(peer.ask(asked))
        taken.append(time.perf_counter() - start)
        if time.perf_counter() - begun > LONGEST:
            break
    return taken, found


# --- The page, and many at once ------------------------------------------------------------------


def _pages(questions: dict[str, list[Asked]]) -> None:
    from django.db import connection

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    load_reference()
    browser = Client()
    for kind, asked in questions.items():
        taken = []
        for each in asked:
            address = "/cables/?" + address_of(each)
            browser.get(address)
            start = time.perf_counter()
            answer = browser.get(address)
            taken.append(time.perf_counter() - start)
            assert answer.status_code == 200
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        assert len(queries) <= MOST_QUERIES_A_PAGE, f"{kind}: {len(queries)} statements"
        print(
            f"  the page, {kind}: median {_percentile(taken, 50):,.0f} ms, 95th percentile "
            f"{_percentile(taken, 95):,.0f} ms (aim 60), {len(queries)} statements"
        )


def _visible(times: int) -> None:
    """How long until readers find a cable that was imported, with the follower as a site has it."""
    first = 10_000 + CableVersion.objects.filter(collection__slug="visible").count()
    with Site(Path(settings.DATA_DIR)).working("follow_search_index"):
        _until_followed()
        taken = [_found_after(serial) for serial in range(first, first + times)]
    print(
        f"  a change is found after: median {_percentile(taken, 50):,.0f} ms, 95th percentile "
        f"{_percentile(taken, 95):,.0f} ms (aim 300)"
    )


def _until_followed() -> None:
    """Until both indexes are there and have what has changed."""
    newest = IndexChange.objects.order_by("-pk").values_list("pk", flat=True)[0]
    begun = time.perf_counter()
    while not all(asked and asked.applied["last"][0] >= newest for asked in _both_indexes()):
        assert time.perf_counter() - begun < LONGEST_BUILDING, "The indexes do not follow."
        time.sleep(0.1)


def _both_indexes() -> Iterator[InUse | None]:
    return (home(kind).ask() for kind in (PUBLIC, FULL))


def _found_after(serial: int) -> float:
    """Seconds from the commit of another cable."""
    collection, _ = Collection.objects.get_or_create(slug="visible", defaults={"name": "Visible"})
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "one.txt").write_text(telegram(serial=serial))
        (result,) = import_paths([Path(folder)], collection)
    start = time.perf_counter()
    cables = CableFilter(QueryDict("collection=visible"), queryset=CableVersion.objects.released())
    while not ((asked := home(PUBLIC).ask()) and FromIndex(asked, cables).has(f"08ZENDA{serial}")):
        assert time.perf_counter() - start < LONGEST, f"{serial} is not found: {result.message}"
        time.sleep(0.005)
    return time.perf_counter() - start


def _on_two_processes(questions: dict[str, list[Asked]]) -> None:
    mixed = [asked for group in zip(*questions.values(), strict=True) for asked in group]
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, spawned, begin, (str(settings.DATA_DIR),)) as pool:
        afresh, keeping = (sum(pool.map(_search_on, [mixed] * 2, [keeps] * 2)) for keeps in (False, True))
    print(
        f"  mixed searches with facets, two processes: {afresh / SEARCHING:,.0f} a second, each as if it was "
        f"the first; {keeping / SEARCHING:,.0f} with the counts that a site keeps (aim 400)"
    )


def _search_on(questions: Sequence[Asked], keeps: bool) -> int:
    peer, done = Ours(keeps), 0
    for asked in questions:
        peer.prepare(asked)
    end = time.perf_counter() + SEARCHING
    while time.perf_counter() < end:
        peer.ask(questions[done % len(questions)])
        done += 1
    return done


def _percentile(seconds: Sequence[float], share: int) -> float:
    """In milliseconds: so many of a hundred took no longer."""
    return sorted(seconds)[-(-len(seconds) * share // 100) - 1] * 1000
