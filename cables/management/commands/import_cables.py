"""`manage.py import_cables PATH…`: the importer's door on the command line."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, TextIO

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cables.importing.batches import compare_paths, import_paths
from cables.importing.faults import Stopped, told
from cables.importing.ledger import Taken
from cables.importing.load import Outcome, Result
from cables.importing.sources import find_files
from cables.importing.sources.names import name_of
from cables.jobs.priority import behind_pages
from cables.models import Collection

DEFAULT_COLLECTION = {"slug": "imported", "name": "Imported cables"}


class Command(BaseCommand):
    help = (
        "Import cables from files and folders. The same bytes again change nothing. "
        "Exit status: 0 all well, 1 some refused (the others are in), 2 nothing done."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder of files"
        )
        parser.add_argument(
            "--collection", metavar="SLUG", help="the collection they join (default: imported)"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument(
            "--json", metavar="FILE", type=Path, help="write the outcome of each record there"
        )
        parser.add_argument("--limit", type=int, metavar="N", help="stop after N records")

    def handle(self, paths, collection, dry_run, json, limit, **options):
        behind_pages()
        if limit is not None and limit < 0:
            raise CommandError("--limit takes a number of records, 0 or more.", returncode=2)
        if missing := [path for path in paths if not os.path.lexists(path)]:
            raise CommandError(
                f"There is no file or folder {name_of(missing[0])}. Nothing was imported; check the path.",
                returncode=2,
            )
        files = sum(1 for _ in find_files(paths))
        if not files:
            raise CommandError(
                f"No file was found in {', '.join(map(name_of, paths))}. Nothing was imported.", returncode=2
            )
        try:
            with told("Nothing was imported."):
                self._make_database_if_new()
                into = self._collection(collection, dry_run)
                results = (
                    compare_paths(paths, limit=limit) if dry_run else import_paths(paths, into, limit=limit)
                )
        except Stopped as fault:
            raise CommandError(str(fault), returncode=2) from None
        counts: Counter[str] = Counter()
        with JsonReport(json, dry_run) as report:
            try:
                for result in self._told(results, files):
                    counts[result.outcome] += 1
                    report.add(result)
            except (Stopped, Taken) as fault:
                self._close(counts, dry_run)
                raise CommandError(str(fault), returncode=1 if counts else 2) from None
        if report.fault:
            self.stderr.write(f"The report could not be written to {json}: {report.fault}.")
        sys.exit(self._close(counts, dry_run))

    def _make_database_if_new(self) -> None:
        """An empty data folder is a good place to begin; an older database is for `prepare` to change."""
        if not connection.introspection.table_names():
            self.stdout.write("The database is empty; making its tables …")
            call_command("migrate", verbosity=0)
            call_command("load_reference", stdout=self.stdout)

    def _collection(self, slug: str | None, dry_run: bool) -> Collection:
        if slug is None:
            if dry_run:
                found = Collection.objects.filter(slug=DEFAULT_COLLECTION["slug"]).first()
                return found or Collection(**DEFAULT_COLLECTION)
            return Collection.objects.get_or_create(
                slug=DEFAULT_COLLECTION["slug"], defaults=DEFAULT_COLLECTION
            )[0]
        try:
            return Collection.objects.get(slug=slug)
        except Collection.DoesNotExist:
            known = ", ".join(Collection.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(
                f"There is no collection {slug!r} (known: {known}). Nothing was imported. "
                "Make the collection in the admin first, so that its release policy is chosen knowingly.",
                returncode=2,
            ) from None

    def _told(self, results: Iterator[Result], files: int) -> Iterator[Result]:
        """A bar on a terminal, plain lines elsewhere; refusals are lines in both. `files` is how many there
        are, which names of an archive's members may be more than."""
        if not self.stdout.isatty():
            yield from map(self._line, results)
            return
        console = Console(file=self.stdout._out)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("Importing", total=files)
            seen: set[int] = set()
            for count, result in enumerate(results, 1):
                seen.add(hash(result.file))
                done = min(len(seen), files)
                progress.update(task, completed=done, description=f"{count:,} cables")
                if result.outcome == Outcome.REFUSED:
                    progress.console.print(f"refused  {_place(result)}: {result.message}", markup=False)
                yield result

    def _line(self, result: Result) -> Result:
        what = result.message if result.outcome == Outcome.REFUSED else result.mrn
        stream = self.stderr if result.outcome == Outcome.REFUSED else self.stdout
        stream.write(f"{result.outcome}  {_place(result)}: {what}")
        return result

    def _close(self, counts: Counter[str], dry_run: bool) -> int:
        refused = counts[Outcome.REFUSED]
        self.stdout.write(
            f"{'Would be: ' if dry_run else ''}{counts[Outcome.NEW]} new, {counts[Outcome.UNCHANGED]} "
            f"unchanged, {counts[Outcome.NEW_VERSION]} new version, {refused} refused."
        )
        if counts and refused == counts.total():
            return 2
        return 1 if refused else 0


class JsonReport:
    """The outcome of each record in a file, written as they come; without a file nothing is."""

    def __init__(self, file: Path | None, dry_run: bool) -> None:
        self.file, self.dry_run = file, dry_run
        self.fault = ""
        self.stream: TextIO | None = None
        self.comma = ""

    def __enter__(self) -> Self:
        if self.file:
            with self._faults():
                self.stream = self.file.open("w", encoding="utf-8")
                self.stream.write(f'{{"dry_run": {json.dumps(self.dry_run)}, "items": [')
        return self

    def add(self, result: Result) -> None:
        item = {name: getattr(result, name) for name in ("file", "start", "outcome", "mrn", "message")}
        with self._faults():
            if self.stream:
                self.stream.write(f"{self.comma}\n{json.dumps(item)}")
                self.comma = ","

    def __exit__(self, *_) -> None:
        with self._faults():
            if self.stream:
                self.stream.write("\n]}\n")
                self.stream.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """A report that cannot be written stops no import."""
        try:
            yield
        except OSError as error:
            self.fault = self.fault or error.strerror or "it failed"
            self.stream = None


def _place(result: Result) -> str:
    return f"{result.file}, character {result.start:,}" if result.start else result.file
