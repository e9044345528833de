"""Invented telegrams by the thousand, in the true format of two eras: for benchmarks and load tests.

Standard library only.
"""

from cables.inventing.settled import Invented
from cables.inventing.telegrams import invented
from cables.inventing.writing import write

__all__ = ["Invented", "invented", "write"]
