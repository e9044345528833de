import re
import sys

from django.core.management.base import BaseCommand, CommandError

from cables.reviewing.audit import Verdict, missing_guards, verify

HASH = re.compile(r"[0-9a-f]{64}")


class Command(BaseCommand):
    help = "Check that no event of the audit was changed, taken out or moved. Exit status 1 if one was."

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect",
            metavar="HASH",
            default="",
            help="a newest hash written down earlier: without its event, the end of the audit was cut off",
        )

    def handle(self, *, expect, **options):
        if expect and not HASH.fullmatch(expect):
            raise CommandError("--expect takes the 64 characters that an earlier check printed.")
        verdict = verify(expect)
        troubles = [*_troubles(verdict, expect)]
        self.stdout.write(" ".join(troubles) or f"The audit is whole: {_events(verdict)}, each as written.")
        self.stdout.write(f"Newest hash, to write down elsewhere: {verdict.newest}")
        if troubles:
            sys.exit(1)


def _troubles(verdict: Verdict, expect: str):
    if verdict.broken:
        number, reason = verdict.broken.number, verdict.broken.reason
        yield f"The audit is not whole: of {_events(verdict)}, number {number} is the first {reason}."
    if expect and verdict.expected_at is None:
        yield "The expected hash is on no event: the end of the audit was cut off, or it was written anew."
    if missing := missing_guards():
        yield f"The database does not protect the audit: {', '.join(sorted(missing))} is missing or off."


def _events(verdict: Verdict) -> str:
    return f"{verdict.events} event{'' if verdict.events == 1 else 's'}"
