"""Words that some cable has, for a word that none has: by the public index alone.

The index has words without their endings, so what is offered is read from the text of a cable that is
released now. A word that only cables have of which something is being withheld counts as one that none has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

from tantivy import Occur, Query, Searcher

from cables.models import CableVersion, Paragraph
from cables.search import schema as s
from cables.search.address import Address
from cables.search.analysis import folded, stems
from cables.search.asking import SCHEMA
from cables.search.filters import CableFilter
from cables.search.query import Query as Typed

SHORTEST = 4  # letters: with fewer, too many words are near
LONG = 7  # letters from which on two slips are forgiven
MOST_TERMS = 50_000
"""Words of a beginning that are looked through, the most frequent first."""
CANDIDATES, READ = 8, 3
OFFERED, TRIED = 3, 12


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

Spellings = Mapping[str, Sequence[str]]
"""What a word as it was typed may mean, the nearest first."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A list with other words in place of those that no cable has."""

    words: str
    address: Address
    cables: int


class Knowing(Protocol):
    def spellings(self) -> Spellings: ...

    def counts_of(self, lists: Sequence[CableFilter]) -> list[int]: ...


def meant(cables: CableFilter, answers: Knowing) -> tuple[Meant, ...]:
    """At most OFFERED that hold something: with the other conditions of the list, else without them."""
    found: list[Meant] = []
    for words in islice(_combined(answers.spellings()), TRIED):
        text = corrected(cables.query.text, words)
        for address in (cables.address.put(q=text), Address().put(q=text)):
            (count,) = answers.counts_of([CableFilter(address.as_data(), queryset=cables.queryset)])
            if count:
                found.append(Meant(" ".join(words.values()), address, count))
                break
        if len(found) == OFFERED:
            break
    return tuple(found)


def _combined(spellings: Spellings) -> Iterator[dict[str, str]]:
    """The nearest of every word; after that in place of one word another."""
    if not spellings:
        return
    nearest = {typed: words[0] for typed, words in spellings.items()}
    yield nearest
    for typed, words in spellings.items():
        yield from (nearest | {typed: word} for word in words[1:])


def spellings(typed: Typed, searcher: Searcher, visible: Query) -> Spellings:
    """Of each word of the query that none of the visible cables has, and to which one of theirs is near."""
    found = {}
    for word in dict.fromkeys(_words(typed)):
        match stems(word):
            case [stem] if len(stem) >= SHORTEST and not _count(stem, searcher, visible):
                found[word] = _meant(_bare(word), searcher, visible)
    return {word: near for word, near in found.items() if near}


def corrected(text: str, words: Mapping[str, str]) -> str:
    """What was typed with the words that were meant."""
    for typed, word in words.items():
        text = re.sub(rf"(?<!\w){re.escape(typed)}(?!\w)", word.replace("\\", r"\\"), text)
    return text


def _words(typed: Typed) -> Iterator[str]:
    for term in typed.sought:
        if not term.prefix:
            yield from term.text.split()


def _bare(word: str) -> str:
    """As the index has it, but with its ending."""
    return "".join(folded(word))


def _meant(word: str, searcher: Searcher, visible: Query) -> list[str]:
    slips = 2 if len(word) >= LONG else 1
    near = {stem: _count(stem, searcher, visible) for stem in _near(word, slips, searcher)[:CANDIDATES]}
    written = _as_written([stem for stem, count in near.items() if count], searcher, visible)
    # Of each the form that is nearest: policy or policies.
    forms = [
        min((distance(_bare(each), word), -near[stem], each) for each in written[stem]) for stem in written
    ]
    return [form for slipped, _, form in sorted(forms) if slipped <= slips]


def _near(word: str, slips: int, searcher: Searcher) -> list[str]:
    """What the index has with its first letter, or its second, and that is like the word or its beginning.

    The index has no endings, and cuts none from a word that is not spelled as others are.
    """
    letters = [set(word[:length]) for length in range(len(word) + slips + 1)]
    terms: dict[str, int] = {}
    for field in (s.SUBJECT, s.BODY):
        for first in dict.fromkeys(word[:2]):
            terms |= dict(searcher.terms_with_prefix(field, first, limit=MOST_TERMS))
    found = {}
    for term, count in terms.items():
        length = len(term)
        # What is quick to say first: most words are too long, or have too many other letters.
        if (
            not SHORTEST <= length < len(letters)
            or len(letters[length].symmetric_difference(term)) > 2 * slips
        ):
            continue
        if row := _distances(term, word, slips):
            slipped = min(row[length], row[-1]) if length < len(row) else row[-1]
            if slipped <= slips:
                found[term] = slipped, abs(len(word) - length), -count
    return sorted(found, key=lambda term: found[term])


def distance(one: str, other: str) -> int:
    """Letters to add, to leave out, to change, or to swap with the next."""
    return _distances(one, other, len(one) + len(other))[-1]


def _distances(one: str, other: str, most: int) -> list[int]:
    """From the one to each beginning of the other, from none of it to all.

    What is above `most` is told as one more than it; nothing is told where all are.
    """
    size, far = len(other), most + 1
    before: list[int] = []
    row = [min(j, far) for j in range(size + 1)]
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [far] * (size + 1)
        if i <= most:
            row[0] = i
        for j in range(max(1, i - most), min(size, i + most) + 1):
            b = other[j - 1]
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, earlier[j - 2] + 1)
            row[j] = min(least, far)
        if min(row) > most and min(before) > most:  # a swap may still come from the row before
            return []
    return row


def _as_written(wanted: Sequence[str], searcher: Searcher, visible: Query) -> dict[str, set[str]]:
    """The forms of each in a few released cables that have it; those that none has any more are left out."""
    keys: set[int] = set()
    for stem in wanted:
        hits = searcher.search(_having(stem, visible), READ, count=False).hits
        found = searcher.fast_field_values(s.ID, [address for _, address in hits])
        keys.update(key for key in found if isinstance(key, int))
    versions = dict(CableVersion.objects.released().filter(cable__in=keys).values_list("pk", "title"))
    texts = Paragraph.objects.filter(version__in=list(versions)).values_list("text", flat=True)
    beginnings = {stem[0] for stem in wanted}
    forms: dict[str, set[str]] = defaultdict(set)
    for word in {word.lower() for text in (*versions.values(), *texts) for word in _WORD.findall(text)}:
        if word[0] in beginnings or not word.isascii():
            match stems(word):
                case [stem] if stem in wanted:
                    forms[stem].add(word)
    return forms


def _having(stem: str, visible: Query) -> Query:
    has = [(Occur.Should, Query.term_query(SCHEMA, field, stem)) for field in (s.BODY, s.SUBJECT)]
    return Query.boolean_query([(Occur.Must, visible), (Occur.Must, Query.boolean_query(has))])


def _count(stem: str, searcher: Searcher, visible: Query) -> int:
    found: Any = searcher.search(_having(stem, visible), 1)
    return found.count
