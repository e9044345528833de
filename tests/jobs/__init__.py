"""What staff ask for, and the worker that does it."""
