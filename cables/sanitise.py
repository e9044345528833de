"""Reviewers' notes: Markdown in, HTML that is safe to show out.

Three walls: the Markdown renderer takes no HTML, bleach keeps only the tags and addresses named here,
and a verifier that knows nothing of either reads what came out. What it does not find sound is shown
as it was typed. Nothing of a note disappears: what is no Markdown here (headings, pictures, tables,
HTML, references, addresses of other schemes) is text. Only the title of a link is dropped.

Controls, bidi controls and other invisible characters are shown by number, ⟨U+202E⟩, before anything
reads the source: none can hide in a word or an address, or turn a line round. The joiners U+200C and
U+200D stay, because Persian and many emoji are not written without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

import bleach  # type: ignore[import-untyped]
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block

SANITISER_VERSION = "1"
"""Kept beside each cleaned note; a note with another version is to be cleaned again."""

MAX_SOURCE = 16 * 1024
"""Bytes of UTF-8. Checked first: bleach takes time that grows with the square."""

MAX_OUTPUT = 9 * MAX_SOURCE
"""Characters. Escaping makes eight of a byte at most; Markdown that makes more is shown as typed."""

DEEPEST = 16
"""Levels of quotes (one each) and lists (two each). From 20 on the Markdown parser drops text."""

TAGS = frozenset("p br strong em blockquote ul ol li code a".split())
MARKDOWN = "autolink backticks blockquote emphasis escape link list newline".split()

ADDRESS = re.compile(
    r"""
    https?:// [a-z0-9.-]+ (?: :[0-9]{1,5} )? (?: [/?#] [a-z0-9/?#@!$&'()*+,;=:._~%-]* )?
    | mailto: [a-z0-9.+_-]+ @ [a-z0-9.-]+
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
"""ASCII, or ſ would pass for s; no name before a web host, where one host can pose as another."""

SPELLING = re.compile(
    rf"""(?: [^<>&]++ | &(?:amp|lt|gt|quot|\#x27); | </?(?:{"|".join(TAGS)})> | <a[ ]href="[^"<>]*"> )*+""",
    re.VERBOSE,
)
"""The one way in which sound HTML is written; all that html.parser reads slowly or loosely is not."""

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e"
    "\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)

OTHER_NUMBER = re.compile(r"(?!1[.)])[0-9]+[.)]")

BlockRule = Callable[[StateBlock, int, int, bool], bool]


class TooLong(ValueError):
    """Carries a sentence for whoever wrote the note."""


def clean(source: str) -> str:
    """The HTML of a note, the same for the same source and version; raises TooLong and nothing else.

    The slowest 16 KB found, lists of points and of numbers in turn, take 0.8 s; a usual note 2 ms.
    """
    if (size := len(source.encode(errors="surrogatepass"))) > MAX_SOURCE:
        raise TooLong(f"The note has {size:,} bytes; it may have {MAX_SOURCE:,}. Shorten it, or write two.")
    text = INVISIBLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", source)
    html = _Markdown().render(text)
    if len(html) <= MAX_OUTPUT:
        # Escaped rather than stripped: a tag that should not be there is seen.
        html = bleach.clean(html, tags=TAGS, attributes=_is_kept, strip=False)
    return html if is_sound(html) else _as_typed(text)


def safe(html: str) -> SafeString:
    """Stored HTML for a template: verified once more, and escaped whole if it is not sound."""
    return mark_safe(html if is_sound(html) else escape(html))  # noqa: S308


def is_sound(html: str) -> bool:
    """Whether this is short, spelled as it should be, nested, and leads nowhere but to addresses."""
    if len(html) > MAX_OUTPUT or INVISIBLE.search(html) or not SPELLING.fullmatch(html):
        return False
    return _Reading(html).is_sound


class _Markdown(MarkdownIt):
    """CommonMark less what TAGS cannot say. Made anew for each note: its rules are compiled lazily."""

    def __init__(self) -> None:
        super().__init__("zero")
        self.enable(MARKDOWN)
        self.block.ruler.at("blockquote", _guarded(blockquote), {"alt": ["paragraph"]})
        self.block.ruler.at("list", _guarded(list_block), {"alt": ["paragraph", "blockquote"]})

    def validateLink(self, url: str) -> bool:
        return bool(ADDRESS.fullmatch(url))

    def normalizeLinkText(self, link: str) -> str:
        """As typed: decoding its escapes could bring an invisible character back."""
        return link


def _guarded(rule: BlockRule) -> BlockRule:
    """The rule, but not too deep, and not for `3. (C)`: a list cannot say that it begins at 3."""

    def guarded(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        begin = state.bMarks[line] + state.tShift[line]
        is_text = state.level >= DEEPEST or OTHER_NUMBER.match(state.src, begin)
        # Silent is the question whether a paragraph ends here, as the first item of a list does at `2.`
        return rule(state, line, end, silent) if silent or not is_text else False

    return guarded


def _is_kept(tag: str, attribute: str, value: str) -> bool:
    """For bleach, which gives values as written and alone would let `javascript:1` and its kin through."""
    return (tag, attribute) == ("a", "href") and bool(ADDRESS.fullmatch(unescape(value)))


class _Reading(HTMLParser):
    """What a parser makes of HTML that is spelled right: which tags are open, and what is wrong."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[str] = []
        self._is_wrong = False
        self.feed(html)
        self.close()

    @property
    def is_sound(self) -> bool:
        return not self._is_wrong and not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_wrong |= not all(ADDRESS.fullmatch(value or "") for _, value in attrs)
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._is_wrong |= not self._open or self._open.pop() != tag


def _as_typed(text: str) -> str:
    lines = escape(text.strip()).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(f"<p>{p}</p>".replace("\n", "<br>") for p in re.split("\n{2,}", lines))
