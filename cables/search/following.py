"""The one that writes an index: follows the outbox, builds anew beside the index that is asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Self

from tantivy import IndexWriter, Query

from cables.models import IndexChange
from cables.search import outbox
from cables.search.documents import documents
from cables.search.generations import Home, make_index, open_index, read_applied, write_applied
from cables.search.schema import ID, VERSION, schema

log = logging.getLogger(__name__)
HEAP = 64_000_000
"""Bytes of text in hand before a segment is written."""
CHUNK = 500
MOST = 2_000
"""Cables of one commit: as many as are read in a second or two."""
FEW = 20_000
"""Documents of a segment that is rewritten at once when a cable of it was withheld; of more, all is."""

URGENT = (IndexChange.Kind.WITHHELD, IndexChange.Kind.REMOVED)
Key = Callable[[], Iterator[int]]


class Follower:
    """Holds the lock of the index that is asked: there is one for each folder.

    Raises ValueError, when it is made, where another process has it.
    """

    def __init__(self, home: Home, every_cable: Key) -> None:
        self.home, self._every_cable = home, every_cable
        self.folder = Path()
        self.mark: outbox.Mark = {}
        if folder := self._current():
            self._open(folder)
        else:
            self.rebuild()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the lock back; what was not committed is followed again."""
        self.writer.rollback()
        del self.writer

    def follow(self) -> int:
        """Bring what has changed into the index that is asked: how many cables. Does nothing twice."""
        changes, mark = outbox.unseen(self.mark, MOST)
        if not changes:
            self.mark = mark
            return 0
        cables = list(dict.fromkeys(change.cable for change in changes))
        lost = [change.cable for change in changes if change.kind in URGENT]
        neighbours = self._sharing_a_segment_with(lost) if lost else []
        if neighbours is None:
            self.rebuild()
            return len(cables)
        self._put([*cables, *neighbours])
        self._commit(mark)
        return len(cables)

    def rebuild(self, say: Callable[[int], None] = lambda done: None) -> None:
        """Build all anew beside the index that is asked, follow what changed meanwhile, and use it then."""
        folder = self.home.new_generation()
        mark = outbox.now()
        index = make_index(folder)
        writer = index.writer(HEAP, 1)
        cables, done = self._every_cable(), 0
        while chunk := list(islice(cables, CHUNK)):
            for _, document in documents(chunk):
                writer.add_document(document)
            done += len(chunk)
            say(done)
        writer.commit()
        writer.wait_merging_threads()
        del writer
        write_applied(folder, mark)
        self._open(folder)
        while (found := outbox.unseen(self.mark, MOST))[0]:
            changes, mark = found
            self._put(list({change.cable for change in changes}))
            self._commit(mark)
        self.home.use(folder)

    # --- inside ---

    def _current(self) -> Path | None:
        name = self.home.current()
        folder = self.home.path / name
        if not name.startswith(f"{VERSION}-") or not folder.is_dir():
            return None
        try:
            return None if outbox.is_too_old(read_applied(folder)) else folder
        except (OSError, ValueError, KeyError):
            return None

    def _open(self, folder: Path) -> None:
        if hasattr(self, "writer"):
            del self.writer
        self.folder, self.index = folder, open_index(folder)
        self.writer: IndexWriter = self.index.writer(HEAP, 1)
        self.mark = read_applied(folder)

    def _put(self, cables: Sequence[int]) -> None:
        """As they are now: those that are not public any more are taken out."""
        for at in range(0, len(cables), CHUNK):
            chunk = cables[at : at + CHUNK]
            found = dict(documents(chunk))
            for cable in chunk:
                self.writer.delete_documents_by_term(ID, cable)
                if cable in found:
                    self.writer.add_document(found[cable])

    def _commit(self, mark: outbox.Mark) -> None:
        self.writer.commit()
        self.writer.garbage_collect_files()
        write_applied(self.folder, mark)
        self.mark = mark

    def _sharing_a_segment_with(self, cables: Sequence[int]) -> list[int] | None:
        """The cables that are to be written again, so that no word of these stays in a dictionary or a score;
        None where they are so many that all is built anew."""
        self.index.reload()
        searcher = self.index.searcher()
        theirs = Query.term_set_query(schema(), ID, list(cables))
        segments = {address.segment_ord for _, address in searcher.search(theirs, len(cables)).hits}
        if not segments:
            return []
        everything = searcher.search(Query.all_query(), max(1, searcher.num_docs), count=False).hits
        beside = [address for _, address in everything if address.segment_ord in segments]
        if len(beside) > FEW:
            return None
        wanted = set(cables)
        keys = searcher.fast_field_values(ID, beside)
        return [key for key in keys if isinstance(key, int) and key not in wanted]
