"""Words as the index has them: what a text and a query have to agree on.

Accents, case, apostrophes, the dots of acronyms and the commas of numbers do not tell words apart, nor do
the endings of English.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

ENGLISH, FOLDED = "english", "folded"
LONGEST_WORD = 80
"""In bytes of UTF-8; a longer one is found by nobody. Base64 is no word."""

# O'Brien's, 1,000, U.S. It begins with the signs themselves, for which a text is looked through quickly.
INSIDE_A_WORD = re.compile(
    r"""['’ʼ‘,.]
    (?: (?<=\w['’ʼ‘]) (?=\w)
      | (?<=\d,) (?=\d{3}(?!\d))
      | (?<=\b[A-Za-z]\.) (?=[A-Za-z]\b) )
    """,
    re.VERBOSE,
)
ENDINGS = (
    *("", "s", "e", "es", "ed", "er", "ers", "or", "ors", "ing", "ings", "ion", "ions", "ional", "ive"),
    *("ively", "y", "ies", "ied", "ity", "al", "ally", "able", "ably", "ation", "ations", "ence", "ent"),
    *("ment", "ments", "ous", "ously", "ness", "ly", "li", "ful", "ize", "ized", "ization", "ism", "ists"),
)
"""Of English words, those that the stemmer takes away."""
TAILS = sorted({ending[at:] for ending in ENDINGS for at in range(len(ending) + 1)})
"""What may be left of an ending of which some was typed."""
_MIXED = re.compile(r"\d+|[^\W\d_]+")


def plain(text: str) -> str:
    """The text without the signs that stand inside of words and without invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return INSIDE_A_WORD.sub("", text)


def analyzers() -> dict[str, TextAnalyzer]:
    """By the name that the schema calls them."""
    return {ENGLISH: _ENGLISH, FOLDED: _FOLDED}


def stems(text: str) -> list[str]:
    """The words of a text as the index has them."""
    return _ENGLISH.analyze(_storable(plain(text)))


def folded(text: str) -> list[str]:
    """The same with their endings."""
    return _FOLDED.analyze(_storable(plain(text)))


def begun(beginning: str) -> list[str]:
    """What words that begin so may be in the index, besides what begins so there: an ending may take some of
    the beginning with it, as negotiations, which is negoti, does of negotiat."""
    words = " ".join(beginning + tail for tail in TAILS)
    return list(dict.fromkeys(stem for stem in stems(words) if not stem.startswith(beginning)))


@lru_cache(50_000)
def stem_of(word: str) -> str:
    """Of one word of a plain text; "" where it is too long to be found."""
    return "".join(_ENGLISH.analyze(_storable(word)))


@lru_cache(10_000)
def is_of_words(character: str) -> bool:
    """Whether the index takes it for a part of words; Python knows fewer letters."""
    return bool(_FOLDED.analyze(_storable(character)))


def parts(word: str) -> list[str]:
    """`f`, `16` of `f16`."""
    return _MIXED.findall(word)


def _storable(text: str) -> str:
    """A lone surrogate, which a reader can type into an address, is in no text."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _folding() -> TextAnalyzerBuilder:
    words = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_WORD))
    return words.filter(Filter.lowercase()).filter(Filter.ascii_fold())


_FOLDED = _folding().build()
_ENGLISH = _folding().filter(Filter.stemmer("english")).build()
