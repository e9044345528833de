"""What tests let processes do that read."""

import time


def wait(chunk, names):
    number, seconds = chunk
    time.sleep(seconds)
    return number


def fail_after_two(chunk, names):
    (number,) = chunk
    if number > 1:
        raise KeyError("the harbour master said")
    return number


def answer_at_length(chunk, names):
    return b"x" * 20_000_000
