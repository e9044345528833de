"""`manage.py import_cables PATH…`: the importer's door on the command line."""

import json
import sys
from collections import Counter
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cables.importing.batches import import_paths
from cables.importing.load import Outcome, Result
from cables.importing.sources import find_files
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
        if limit is not None and limit < 0:
            raise CommandError("--limit takes a number of records, 0 or more.", returncode=2)
        if missing := [path for path in paths if not path.exists()]:
            raise CommandError(
                f"There is no file or folder {missing[0]}. Nothing was imported; check the path.",
                returncode=2,
            )
        files = list(find_files(paths))
        if not files:
            raise CommandError(
                f"No file was found in {', '.join(map(str, paths))}. Nothing was imported.", returncode=2
            )
        self._make_database_if_new()
        results = import_paths(paths, self._collection(collection, dry_run), dry_run=dry_run, limit=limit)
        results = self._report(results, files)
        if json:
            self._write_json(json, results, dry_run)
        sys.exit(self._close(results, dry_run))

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

    def _report(self, results, files) -> list[Result]:
        """Draw a bar on a terminal, print plain lines elsewhere; refusals are lines in both."""
        if not self.stdout.isatty():
            return [self._line(result) for result in results]
        done = []
        console = Console(file=self.stdout._out)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("Importing", total=len(files))
            seen: set[str] = set()
            for result in results:
                seen.add(result.file)
                progress.update(task, completed=len(seen), description=f"{len(done) + 1} cables")
                if result.outcome == Outcome.REFUSED:
                    progress.console.print(f"refused  {_place(result)}: {result.message}", markup=False)
                done.append(result)
        return done

    def _line(self, result: Result) -> Result:
        what = result.message if result.outcome == Outcome.REFUSED else result.mrn
        stream = self.stderr if result.outcome == Outcome.REFUSED else self.stdout
        stream.write(f"{result.outcome}  {_place(result)}: {what}")
        return result

    def _write_json(self, file: Path, results: list[Result], dry_run: bool) -> None:
        items = [
            {"file": r.file, "start": r.start, "outcome": r.outcome, "mrn": r.mrn, "message": r.message}
            for r in results
        ]
        try:
            file.write_text(json.dumps({"dry_run": dry_run, "items": items}, indent=1), encoding="utf-8")
        except OSError as error:
            self.stderr.write(f"The report could not be written to {file}: {error.strerror}.")

    def _close(self, results: list[Result], dry_run: bool) -> int:
        counts = Counter(result.outcome for result in results)
        refused = counts[Outcome.REFUSED]
        self.stdout.write(
            f"{'Would be: ' if dry_run else ''}{counts[Outcome.NEW]} new, {counts[Outcome.UNCHANGED]} "
            f"unchanged, {counts[Outcome.NEW_VERSION]} new version, {refused} refused."
        )
        if results and refused == len(results):
            return 2
        return 1 if refused else 0


def _place(result: Result) -> str:
    return f"{result.file}, character {result.start:,}" if result.start else result.file
