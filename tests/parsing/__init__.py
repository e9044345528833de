"""Tests of the parser: they mirror its modules and are named as rules."""
