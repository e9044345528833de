"""Where withheld words stand once more outside the paragraphs: in the container, in a repeated heading.

Words are compared by their letters and digits alone, so that wrapping, hyphens, entities and quotes
make no difference. What stands in another paragraph is that paragraph's own text and is left to the
reviewer.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cables.parsing import html_page

WINDOW = 24
"""Letters and digits in a row that make a copy: five or six words. Shorter texts must be whole."""

LEAST = 8
"""A whole text shorter than this is no copy but a word like another, unless it is the subject."""

SHORTEST = 2
"""What reviewers and staff write themselves may not even repeat a withheld name of two letters."""

CODED = {
    "html": (
        re.compile(
            r"</?[A-Za-z][A-Za-z0-9]{0,10}\s{0,3}/?>|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|\w{1,30});|%[0-9A-F]{2}"
        ),
        html_page.MARKUP,
    ),
    "csv_row": (re.compile(r"\\[nrt]"),),
}
"""By container, what is no letter of the text. Tags with attributes are read both as nothing and as
they stand, since an attribute may repeat a subject."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The letters and digits of a text, folded, each with its offset in the text."""

    letters: str
    starts: Sequence[int]
    ends: Sequence[int]


def streams(text: str, ranges: Iterable[tuple[int, int]], container: str) -> list[Stream]:
    """Of some ranges of a record, once for each way in which its container may be read."""
    ranges = list(ranges)
    return [stream(text, ranges, coded) for coded in (None, *CODED.get(container, ()))]


def stream(
    text: str, ranges: Iterable[tuple[int, int]] | None = None, coded: re.Pattern[str] | None = None
) -> Stream:
    """Of the whole text, or of some ranges of it; what is `coded` is read if an entity, else left out."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for low, high in [(0, len(text))] if ranges is None else ranges:
        for start, end, shown in _characters(text, low, high, coded):
            for letter in shown.casefold():
                if letter.isalnum():
                    letters.append(letter)
                    starts.append(start)
                    ends.append(end)
    return Stream("".join(letters), starts, ends)


def _characters(
    text: str, low: int, high: int, coded: re.Pattern[str] | None
) -> Iterator[tuple[int, int, str]]:
    at = low
    if coded:
        for found in coded.finditer(text, low, high):
            yield from ((n, n + 1, text[n]) for n in range(at, found.start()))
            if found[0].startswith("&"):
                yield found.start(), found.end(), html.unescape(found[0])
            at = found.end()
    yield from ((n, n + 1, text[n]) for n in range(at, high))


def letters_of(text: str) -> str:
    return stream(text).letters


def windows(letters: str) -> set[str]:
    return {letters[n : n + WINDOW] for n in range(len(letters) - WINDOW + 1)}


def copies(text: str, outside: Stream, letters: str, *, public: str, least: int) -> list[tuple[int, int]]:
    """Ranges of `text` that repeat what is withheld, both ends at the end of a word.

    `outside` is the stream of the part that is searched, `letters` are those of the withheld words;
    what also stands in `public`, letters too, is no copy.
    """
    if len(letters) < WINDOW:
        return list(_whole(text, outside, letters)) if len(letters) >= least and letters not in public else []
    wanted = windows(letters) - windows(public)
    found: list[tuple[int, int]] = []
    at = 0
    last = len(outside.letters) - WINDOW
    while at <= last:
        if outside.letters[at : at + WINDOW] not in wanted:
            at += 1
            continue
        stop = at + 1
        while stop <= last and outside.letters[stop : stop + WINDOW] in wanted:
            stop += 1
        found.append(_widened(text, outside.starts[at], outside.ends[stop - 1 + WINDOW - 1]))
        at = stop
    return found


class Withheld:
    """Words that are kept from the public, to tell what repeats them: WINDOW letters in a row, or a
    shorter text whole. Of `held`, the texts of whole versions, only what is not in `public` counts."""

    def __init__(self, texts: Iterable[str], held: Iterable[str] = (), public: str = "") -> None:
        letters, held = [letters_of(text) for text in texts], [letters_of(text) for text in held]
        self._short = [words for words in letters if SHORTEST <= len(words) < WINDOW]
        self._windows = set().union(*map(windows, letters))
        if held:
            known = stream(public)
            self._windows |= set().union(*map(windows, held)) - windows(known.letters)
            short = (words for words in held if SHORTEST <= len(words) < WINDOW)
            self._short += [words for words in short if not next(_whole(public, known, words), None)]

    def is_repeated_in(self, text: str) -> bool:
        searched = stream(text)
        return not self._windows.isdisjoint(windows(searched.letters)) or any(
            next(_whole(text, searched, words), None) for words in self._short
        )


def _whole(text: str, outside: Stream, letters: str) -> Iterator[tuple[int, int]]:
    at = outside.letters.find(letters)
    while at >= 0:
        start, end = outside.starts[at], outside.ends[at + len(letters) - 1]
        if (start, end) == _widened(text, start, end):
            yield start, end
        at = outside.letters.find(letters, at + 1)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
