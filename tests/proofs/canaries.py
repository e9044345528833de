"""Words that may be nowhere, and the watch that looks for them in whatever the site gives out.

A canary is a word of consonants that occurs in no language. The watch finds it plain, in any case,
backwards, URL-quoted, HTML- or JSON-escaped, in base64 wherever it begins, in compatibility forms of
Unicode, and cut by markup; and it finds six words in a row of any text it was given. The cost is
linear in what is read, however many canaries there are: they are looked up in sets.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random
from urllib.parse import unquote_plus

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 12
SHINGLE = 6
"""Words in a row that make a copy."""

TAG = re.compile(r"<[^<>]{0,2000}>")
RUN = re.compile(rf"[{LETTERS.lower()}]{{{LENGTH},}}")
NO_LETTER = re.compile(r"[^a-z]+")
WORD = re.compile(r"\w+")
ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}")
DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{32,64}(?![0-9a-f])")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')


@dataclass(frozen=True, slots=True)
class Canary:
    """`place` says where it stands; `staff` that it tells of existence only, which staff may know."""

    word: str
    place: str
    staff: bool = False


class Aviary:
    """Breeds canaries, no two alike."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.kept: dict[str, Canary] = {}

    def new(self, place: str, *, staff: bool = False) -> str:
        word = self.word()
        self.kept[word] = Canary(word, place, staff)
        return word

    def word(self) -> str:
        """A word of the same kind that nobody watches."""
        while True:
            word = "".join(self.dice.choices(LETTERS, k=LENGTH))
            if word not in self.kept and word[::-1] not in self.kept:
                return word


class Watch:
    """What must not be seen. `look` gives a sentence for each thing that was."""

    def __init__(
        self, canaries: Iterable[Canary], texts: Iterable[str] = (), contents: Iterable[bytes] = ()
    ) -> None:
        """`texts` are withheld texts whose words in a row are watched, `contents` bytes whose hashes are."""
        self.words: dict[str, Canary] = {}
        for canary in canaries:
            folded = canary.word.lower()
            self.words[folded] = self.words[folded[::-1]] = canary
        self.shingles = {shingle for text in texts for shingle in shingles(text)}
        self.digests = {
            hashlib.new(name, content).hexdigest()
            for content in contents
            for name in ("md5", "sha1", "sha256")
        }
        self.seen: set[int] = set()

    def look(self, text: str) -> list[str]:
        """The same text is looked at once."""
        if (key := hash(text)) in self.seen:
            return []
        self.seen.add(key)
        found: dict[str, None] = {}
        for form, reading in readings(text):
            found |= dict.fromkeys(self._words(form, reading))
            if form in ("plain", "without markup"):
                found |= dict.fromkeys(self._shingles(reading))
        digests = set(DIGEST.findall(text.lower())) & self.digests
        found |= dict.fromkeys(f"the hash {digest[:8]}… of withheld text" for digest in sorted(digests))
        return list(found)

    def look_at_bytes(self, content: bytes) -> list[str]:
        """A file, whatever it is: every byte a letter, and as UTF-16."""
        found = dict.fromkeys(self.look(content.decode("latin-1")))
        found |= dict.fromkeys(self.look(content.decode("utf-8", "replace")))
        for at in (0, 1):
            found |= dict.fromkeys(self._words("UTF-16", folded(content[at:].decode("utf-16-le", "replace"))))
        return list(found)

    def _words(self, form: str, reading: str) -> Iterator[str]:
        for run in RUN.findall(NO_LETTER.sub("", reading)):
            for at in range(len(run) - LENGTH + 1):
                if canary := self.words.get(run[at : at + LENGTH]):
                    yield f"the canary of {canary.place} ({canary.word}; {form})"

    def _shingles(self, reading: str) -> Iterator[str]:
        if self.shingles:
            yield from (
                f"withheld words in a row: “{shingle}”"
                for shingle in sorted(self.shingles.intersection(shingles(reading)))
            )


def shingles(text: str) -> Iterator[str]:
    words = WORD.findall(folded(text))
    return map(" ".join, zip(*(words[n:] for n in range(SHINGLE)), strict=False))


def folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def readings(text: str) -> Iterator[tuple[str, str]]:
    """(form, text) of every way in which a text may be read, folded."""
    yield "plain", folded(text)
    bare = TAG.sub("", text)
    if bare != text:
        yield "without markup", folded(html.unescape(TAG.sub(" ", text)))
        yield "cut by markup", folded(html.unescape(bare))
    for form, reading in (
        ("HTML", html.unescape(text)),
        ("URL", unquote_plus(text)),
        ("URL in HTML", unquote_plus(html.unescape(text))),
        ("escaped", ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), text)),
    ):
        if reading != text:
            yield form, folded(reading)
    for run in ENCODED.findall(unquote_plus(text.replace("+", "%2B"))):
        yield from (("base64", folded(reading)) for reading in _decoded(run))


def _decoded(run: str) -> Iterator[str]:
    run = run.replace("-", "+").replace("_", "/")
    for at in range(4):
        piece = run[at : len(run) - 1 if (len(run) - at) % 4 == 1 else len(run)]
        yield base64.b64decode(piece + "=" * (-len(piece) % 4)).decode("latin-1")


FORMS = {
    "plain": lambda word: word,
    "folded": lambda word: word.lower(),
    "titled": lambda word: word.title(),
    "backwards": lambda word: word[::-1],
    "URL": lambda word: "".join(f"%{ord(letter):02X}" for letter in word),
    "HTML": lambda word: "".join(f"&#{ord(letter)};" for letter in word),
    "HTML, hexadecimal": lambda word: "".join(f"&#x{ord(letter):x};" for letter in word),
    "JSON": lambda word: "".join(f"\\u{ord(letter):04x}" for letter in word),
    "base64": lambda word: base64.b64encode(f"<{word}>".encode()).decode(),
    "base64, one on": lambda word: base64.b64encode(f"..{word}>".encode()).decode(),
    "base64, two on": lambda word: base64.b64encode(f"...{word}>".encode()).decode(),
    "base64 for URLs": lambda word: base64.urlsafe_b64encode(f"??>{word.lower()}".encode()).decode(),
    "JSON in base64": lambda word: base64.b64encode(json.dumps({"title": word}).encode()).decode(),
    "wide": lambda word: "".join(chr(ord(letter) + 0xFEE0) for letter in word),
    "circled": lambda word: "".join(chr(ord(letter) - 65 + 0x24B6) for letter in word),
    "marked up": lambda word: f"{word[:5]}<mark>{word[5:]}</mark>",
    "hyphenated": lambda word: f"{word[:4]}&shy;{word[4:]}",
    "wrapped": lambda word: f"{word[:7]}-\n{word[7:]}",
}
"""How a word may be written and is still found; the watch is tested on each."""
