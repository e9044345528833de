"""Texts that grow without end in one direction: each must take time in proportion to its length.

The tests (test_linear_time.py) and the benchmark (`make bench`) measure the same families.
"""

from collections.abc import Callable

from tests.parsing.telegrams import HEADING

MOST_DOUBLING = 2.6  # times the time that twice the text may take
Family = Callable[[int], str]  # the text of about so many characters


def repeated(piece: str, before: str = "", after: str = "") -> Family:
    return lambda n: before + piece * (n // len(piece)) + after


def numbered(form: str, before: str = HEADING) -> Family:
    """One line after another, counted from 1."""
    return lambda n: before + "".join(form.format(k) for k in range(1, n // (len(form) + 2) + 1))


PARAGRAPH = HEADING + "1. (C) "
SECTION = "O 151248Z SEP 09\nFM X\nSECRET SECTION 02 OF 03 ZENDA 000412\n"
ROW_OF_CSV = '"1","1/1/2009 10:00","09STATE1","E","S","","'

NOTHING_BUT = {
    "words on one line": repeated("word "),
    "brackets": repeated("("),
    "brackets that open": repeated("((["),
    "brackets within brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "dashes": repeated("-"),
    "digits": repeated("1"),
    "spaces": repeated(" "),
    "line feeds": repeated("\n"),
    "returns": repeated("\r"),
    "lines of one space": repeated(" \n"),
    "NULs": repeated("\x00"),
    "lines of one letter": repeated("x\n"),
    "dots and spaces": repeated(". "),
}
HEADINGS = {
    "class lines": repeated("SECRET ZENDA 123\n"),
    "spaced levels": repeated("S E C R E T "),
    "dates": repeated("O 151248Z SEP 09\nFM X\n", HEADING),
    "addressees": repeated("RUEHC/SECSTATE WASHDC IMMEDIATE 22\n", "TO "),
    "addressees on one line": repeated("RUEHC/SECSTATE ", "TO "),
    "office copies": repeated("EUR-25 ", "ACTION "),
    "sections": repeated(SECTION, HEADING),
    "page heads": repeated("PAGE 01  LA PAZ 06049  01 OF 02  132315Z\n", HEADING),
    "banners": repeated("SECRET\n\n", HEADING),
    "transmissions": repeated("ZCZC\n"),
    "senders": repeated("\n\nFM X\n"),
    "routes": repeated("RR RUEHC\n"),
    "stations": repeated("RR RUEHC\nDE RUEHX\n"),
}
FIELDS = {
    "REF": repeated("STATE 12 AND ", HEADING + "REF: "),
    "REF of words": repeated("harbor dues of ", HEADING + "REF: "),
    "REF lines": repeated("STATE 12\n", HEADING + "REF:\n"),
    "lettered REF": repeated("A. STATE 12 B. ", HEADING + "REF: "),
    "TAGS": repeated("PREL, ", HEADING + "TAGS: "),
    "TAGS lines": repeated("PREL\n", HEADING + "TAGS: "),
    "fused TAGS": repeated("PRELEWWT", HEADING + "TAGS: "),
    "persons in TAGS": repeated("(RASSENDYLL, RUTH) ", HEADING + "TAGS: OVIP "),
    "SUBJECT": repeated("X Y\n", HEADING + "SUBJECT: "),
    "labels on one line": repeated("TAGS: PREL SUBJECT: X ", HEADING + "E.O. 12958: "),
    "reasons": repeated("1.4 (b) and ", HEADING + "Classified By: Ruth Rassendyll for reasons "),
    "declassification": repeated("X1, 09/14/2019 ", HEADING + "E.O. 12958: DECL: "),
}
TEXTS = {
    "paragraphs": numbered("{}. (C) Text goes here.\n\n"),
    "restarting numbers": repeated("7. x\n\n", HEADING),
    "unnumbered paragraphs": repeated("Text goes here.\n\n", HEADING),
    "items": repeated("-- item text\n", PARAGRAPH + "Text:\n"),
    "lettered items": repeated("(A) item text\n", PARAGRAPH + "Text:\n"),
    "table rows": repeated("  a    b    c\n", PARAGRAPH + "Text:\n"),
    "rules": repeated("-----\n", PARAGRAPH + "Text:\n"),
    "letters": repeated("Ruth\n", PARAGRAPH + "Text:\n"),
    "headings in capitals": repeated("THE HEADING\n\n", HEADING),
    "wrapped words": repeated("GOVERN-\n", PARAGRAPH),
    "words cut at the margin": repeated("x" * 67 + "\nd\n", PARAGRAPH),
    "hyphens": repeated("a-", PARAGRAPH),
    "apostrophes": repeated("'", PARAGRAPH),
    "misread letters": repeated("Aīs ", PARAGRAPH),
    "misread letters alone": repeated("ī", PARAGRAPH),
    "misread UTF-8": repeated("â€™", PARAGRAPH),
    "deletions": repeated("XXXXXXXXXXXX ", PARAGRAPH),
    "mentions": repeated("ref A, B, paragraphs 1, 2 STATE 1234 ", PARAGRAPH),
    "numbers of cables": repeated("08 LIMA 12 ", PARAGRAPH),
    "capital words": repeated("ZENDA ", PARAGRAPH),
    "summaries": repeated("SUMMARY. END SUMMARY. ", PARAGRAPH),
    "names": repeated("RASSENDYLL / ", PARAGRAPH + "Text.\n"),
}
WRAPPERS = {
    "tags of HTML": repeated("<a", "<pre>"),
    "entities of HTML": repeated("&amp;", "<pre>"),
    "pages of HTML": repeated("<html>"),
    "blocks of HTML": repeated("<pre>x</pre>", "<html>"),
    "quotes of CSV": repeated('""', ROW_OF_CSV),
    "backslashes of CSV": repeated("\\", ROW_OF_CSV),
    "rows of CSV": repeated(ROW_OF_CSV + '",""\n'),
    "rows of CSV that do not end": repeated('1,1-1-1,09STATE1,a","\n'),
    "attributes": repeated("Subject: x\nrun on\n", "Message Text\n1. X\nMessage Attributes\n"),
    "Message Text": repeated("Message Text\n"),
    "labels": repeated("Key: value\n", after=HEADING),
    "colons": repeated("a: b "),
}
FAMILIES: dict[str, Family] = NOTHING_BUT | HEADINGS | FIELDS | TEXTS | WRAPPERS
