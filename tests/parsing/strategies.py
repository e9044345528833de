"""Broken telegrams for Hypothesis: the pieces a file may hold, in any order, with anything between."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.parsing.telegrams import HEADING

EXAMPLES = int(os.environ.get("PARSER_EXAMPLES", "150"))
HOSTILE = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])

LINES = (
    "1. (C) Text, para-\n",
    "graph 3 of ref A and B.\n",
    "The council was told that the harbor dues of the spring session were not \n",
    "re-\n",
    "opened by the minis-\n",
    "ter.\n",
    "2. Summary: (SBU) The Allīs, Alliesī view.\n",
    "It donâ€™t matter; see 08 LIMA 12.\n",
    "3. (U) BEGIN POINTS:\n",
    "-- an item;\n",
    "(A) another\n",
    "(B) a third, of\n",
    "     ONE     2     3\n",
    "     TWO     4     5\n",
    "       THREE   6   7\n",
    "Mr. R. Rassendyll\n",
    "1 River Road\n",
    "Zenda\n",
    "THE HEADING\n",
    "RASSENDYLL\n",
    "\n",
)
FURNITURE = (
    "SECRET\n",
    "PAGE 02  ZENDA 00412  01 OF 02  132315Z\n",
    "ZENDA 00000412  002 OF 002\n",
    " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n",
    "S E C R E T SECTION 02 OF 03 ZENDA 000412\n",
    "NNN\n",
    "NNNN\n",
)
WRAPPERS = (
    "-----------\n",
    "Message Text\n",
    "Message Attributes\n",
    "Document Number: 1974ZENDA00742\n",
    "Key: value\n",
    "ID: 09STATE95585\n",
    "REF: A. STATE 1234 B. '08 LIMA 12/13 AND 14\n",
    "E.O. 12958: DECL: 99/99/9999 TAGS: PREL SUBJECT: X\n",
    "\r\n",
    "\r",
    "\x00",
    "\u202e",
    "\x85",
    "\u2003\n",
    "<pre>",
    "</pre>&amp;<br>",
    '"1","1/1/2009 10:00","09STATE1","Embassy","SECRET","","',
    '","',
    '"\n',
)
PIECES = st.sampled_from([*HEADING.splitlines(keepends=True), *LINES, *FURNITURE, *WRAPPERS])
FILES = st.one_of(
    st.text(max_size=300), st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=40).map("".join)
)
# Text below a sound heading: what paragraphs, joins and pages are made from.
BODIES = st.lists(st.sampled_from([*LINES, *FURNITURE]), max_size=30).map("".join)
BROKEN_BODIES = st.lists(PIECES, max_size=30).map("".join)
