"""Words as the index has them: what a text and a query have to agree on.

Accents, case, apostrophes, the dots of acronyms and the commas of numbers do not tell words apart, nor do
the endings of English.
"""

from __future__ import annotations

import re
import unicodedata

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

ENGLISH, FOLDED = "english", "folded"
LONGEST_WORD = 80
"""In bytes of UTF-8; a longer one is found by nobody. Base64 is no word."""

# O'Brien's, 1,000, U.S. Each begins with the sign itself, for which a text can be looked through quickly.
_INSIDE_A_WORD = re.compile(
    r"['’ʼ‘](?<=\w.)(?=\w)"
    r"|,(?<=\d,)(?=\d{3}(?!\d))"
    r"|\.(?<=\b[A-Za-z]\.)(?=[A-Za-z]\b)"
)
_MIXED = re.compile(r"\d+|[^\W\d_]+")


def plain(text: str) -> str:
    """The text without the signs that stand inside of words and without invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return _INSIDE_A_WORD.sub("", text)


def analyzers() -> dict[str, TextAnalyzer]:
    """By the name that the schema calls them."""
    return {ENGLISH: _ENGLISH, FOLDED: _FOLDED}


def stems(text: str) -> list[str]:
    """The words of a text as the index has them."""
    return _ENGLISH.analyze(_storable(plain(text)))


def folded(text: str) -> list[str]:
    """The same with their endings."""
    return _FOLDED.analyze(_storable(plain(text)))


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
