"""From paths to records: which files there are, and which cables stand in each.

A record is one cable as it stands in its file. Joined with what lies between them the records of a
file give its bytes back; a file with a single cable is one record, byte for byte.
"""

from cables.importing.sources.caps import MEGABYTE, Caps
from cables.importing.sources.files import find_files, open_file, read_file
from cables.importing.sources.records import (
    NOT_A_CABLE,
    Found,
    Piece,
    Record,
    Unreadable,
    read_content,
    records_of,
)

__all__ = [
    "MEGABYTE",
    "NOT_A_CABLE",
    "Caps",
    "Found",
    "Piece",
    "Record",
    "Unreadable",
    "find_files",
    "open_file",
    "read_content",
    "read_file",
    "records_of",
]
