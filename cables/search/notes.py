"""What is said to a reader of whose query a part was not understood as typed. One sentence or two each."""

MAX_QUOTED = 60

TOO_LONG = "Only the first {limit} characters were searched."
TOO_MANY = "Only the first {limit} words were searched."
NO_WORD = "There is no word to search for in “{typed}”."
UNSEEN = "Signs that cannot be seen were read as spaces."
BRACKETS = "Brackets group nothing here: they are plain text, like a comma."
AND = "AND is not needed: all words are searched anyway."
NOT = "NOT was read as a minus: cables with what follows it are left out."
NOT_ALONE = "NOT with no word after it was left out."
OR_ALONE = "OR stands between two words: one without a neighbour was left out."
OR_EXCLUDED = "What is excluded is excluded from the whole list: OR does not join it to anything."
OPEN_QUOTE = "A quotation mark is not closed: all that follows it is one phrase."
NO_PHRASE = "Nothing stands between two quotation marks: they were left out."
MINUS_ALONE = "A minus leaves out the word right after it: one that stands alone was left out."
STAR = "A star stands for the rest of a word, at its end only: elsewhere it is plain text."
SHORT_PREFIX = "A star needs two letters before it: “{typed}” was searched as a word."
NO_VALUE = "Nothing stands right after “{typed}:”, so it was searched as a word."
READ_AS = "“{typed}:” was read as “{field}:”."
NO_FIELD = "“{typed}:” is no field, so it was searched as plain text. The fields are {fields}."
NO_MARK = "“{typed}” names no marking of a paragraph, so it was searched as plain text. There are {values}."
NO_CLASSIFICATION = (
    "“{typed}” names no marking of a cable, so it was searched as plain text. There are {values}."
)
NO_DATE = (
    "“{typed}” names no date, so it was searched as plain text. "
    "Write sent:2008, sent:2008-08, sent:2008-08-14 or sent:2008..2009."
)
BACKWARDS = "“{typed}” ends before it begins, so it was read from its end."


def shortened(typed: str) -> str:
    return typed if len(typed) <= MAX_QUOTED else typed[: MAX_QUOTED - 1] + "…"
