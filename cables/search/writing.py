"""One generation of an index, open to be written: it follows the outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from django.db import Error
from django.utils import timezone
from tantivy import Document, Index, IndexWriter, Query

from cables.search import outbox
from cables.search.generations import Taken, make_index, open_index, read_applied, write_applied
from cables.search.schema import ID, schema
from cables.search.segments import segments

HEAP = 64_000_000
"""Bytes of text in hand before a segment is written."""
CHUNK = 100
MOST = 1_000
"""Changes of one commit: as many as are read in a second or two."""
FEW = 2_000
"""Documents that are written again at once so that a segment goes that has withheld words."""
SAID_AGAIN = dt.timedelta(minutes=1)
"""So long after it was noted how far an index has followed, that is noted again, although nothing came."""


class Source(Protocol):
    """Where the documents of an index come from."""

    forgets: bool
    """Whether no word may be left in it of what is withheld, or of a cable that it has no document of any
    more."""

    def keys(self, after: int, most: int) -> list[int]:
        """The next cables that have a document, by key."""
        ...

    def documents(self, cables: Sequence[int]) -> Iterator[tuple[int, Document]]:
        """Those of the cables that have one, as they are now."""
        ...


class Writing:
    """Deleting a document leaves its words in the dictionary of its segment, and in the scores of others,
    until nothing of that segment is left. So where something was withheld, its segment is written again at
    once; with too many documents in it, the cable stays out and the index `owes` another generation.
    """

    def __init__(self, folder: Path, source: Source) -> None:
        """Raises Taken where another process writes it, ValueError or OSError where it cannot be read."""
        self.folder, self.source = folder, source
        self.index: Index = open_index(folder)
        self.index.config_reader("manual")
        self.writer: IndexWriter = _writer(self.index)
        self.mark: outbox.Mark = read_applied(folder)
        self.writer.garbage_collect_files()

    @classmethod
    def begun(cls, folder: Path, source: Source) -> Writing:
        """A new one without a document, that follows what changes from now on."""
        make_index(folder)
        write_applied(folder, outbox.now() | {"owes": False})
        return cls(folder, source)

    @property
    def owes(self) -> bool:
        return bool(self.mark.get("owes"))

    def add(self, cables: Sequence[int]) -> None:
        """Cables of which it has no document yet."""
        for _, document in list(self.source.documents(cables)):  # all are read, or none is added
            self.writer.add_document(document)

    def follow(self, most: int = MOST) -> int:
        """Bring in what has changed: how many changes. Done twice, it comes to the same."""
        changes, mark = outbox.unseen(self.mark, most)
        mark["owes"] = self.owes
        if changes:
            try:
                self._apply(changes, mark)
            except Error:  # the database does not answer: the same is read again when it does
                self.writer.rollback()
                raise
        elif self._was_said_long_ago():
            write_applied(self.folder, mark)
            self.mark = mark
        else:
            self.mark = mark | {"at": self.mark["at"]}
        return len(changes)

    def commit(self) -> None:
        self._commit(self.mark)

    def wait_for_merges(self) -> None:
        """Until no segment is being made of others: of what is deleted then, no new one has a word.

        Call it after a commit: what was not committed is lost.
        """
        self.writer.wait_merging_threads()
        self.writer = _writer(self.index)

    def close(self) -> None:
        """Give the lock back when the segments are merged. What was not committed is followed again."""
        self.writer.rollback()
        self.writer.wait_merging_threads()
        del self.writer

    def leave(self) -> None:
        """Give the lock back at once, whatever state it is in."""
        del self.writer

    # --- inside ---

    def _was_said_long_ago(self) -> bool:
        return dt.datetime.fromisoformat(self.mark["at"]) < timezone.now() - SAID_AGAIN

    def _apply(self, changes: Sequence[outbox.Change], mark: outbox.Mark) -> None:
        cables = list(dict.fromkeys(change.cable for change in changes))
        urgent = {change.cable for change in changes if change.kind in outbox.URGENT}
        found = self._documents(cables)
        # Whatever the outbox says of it: a cable that is not released any more was withheld.
        gone = {cable for cable in cables if cable in urgent or cable not in found}
        lost = self._held(gone) if self.source.forgets else set()
        beside = self._beside(lost) if lost and not self.owes else []
        if beside is None:
            # Before anything is deleted: whoever goes on after a crash would find no document, and no debt.
            write_applied(self.folder, self.mark | {"owes": True, "at": timezone.now().isoformat()})
            self.mark["owes"] = mark["owes"] = True
        if self.owes:
            found = {cable: document for cable, document in found.items() if cable not in lost}
        self._put(cables, found)
        for at in range(0, len(beside or ()), CHUNK):
            neighbours = (beside or [])[at : at + CHUNK]
            self._put(neighbours, self._documents(neighbours))
        self._commit(mark)

    def _documents(self, cables: Sequence[int]) -> dict[int, Document]:
        found: dict[int, Document] = {}
        for at in range(0, len(cables), CHUNK):
            found |= self.source.documents(cables[at : at + CHUNK])
        return found

    def _put(self, cables: Sequence[int], found: dict[int, Document]) -> None:
        for cable in cables:
            self.writer.delete_documents_by_term(ID, cable)
            if cable in found:
                self.writer.add_document(found[cable])

    def _commit(self, mark: outbox.Mark) -> None:
        self.writer.commit()
        self.writer.garbage_collect_files()
        write_applied(self.folder, mark)
        self.mark = mark

    def _held(self, cables: set[int]) -> set[int]:
        """Those of which it has a document."""
        if not cables:
            return set()
        self.index.reload()
        searcher = self.index.searcher()
        theirs = Query.term_set_query(schema(), ID, list(cables))
        hits = searcher.search(theirs, len(cables), count=False).hits
        return {key for key in searcher.fast_field_values(ID, [a for _, a in hits]) if isinstance(key, int)}

    def _beside(self, lost: set[int]) -> list[int] | None:
        """The cables that are to be written again, so that no word of the lost ones is left in any file;
        None where they are too many.

        They are those of each segment that has one of the lost, or a document that was deleted: it may be
        what one of the lost was before.
        """
        self.wait_for_merges()
        self.index.reload()
        searcher = self.index.searcher()
        hits = searcher.search(Query.all_query(), max(1, searcher.num_docs), count=False).hits
        by_segment: dict[int, list[int]] = {}
        addresses = [address for _, address in hits]
        for address, key in zip(addresses, searcher.fast_field_values(ID, addresses), strict=True):
            by_segment.setdefault(address.segment_ord, []).append(key)  # type: ignore[arg-type]
        beside: list[int] = []
        for n, segment in enumerate(segments(self.folder)):
            keys = by_segment.get(n, [])
            if len(keys) != segment.live:
                return None  # not in the order that was thought
            if segment.deleted or not lost.isdisjoint(keys):
                beside += [key for key in keys if key not in lost]
        return beside if len(beside) <= FEW else None


def _writer(index: Index) -> IndexWriter:
    try:
        return index.writer(HEAP, 1)
    except ValueError as error:
        if "LockBusy" in str(error):
            raise Taken("Another process writes this generation of the index.") from None
        raise
