"""`make bench`: the hot paths, each beside its floor in the same run.

With SHORT=1 (as CI runs it) it measures less and asserts counts and ratios only, never seconds:
machines differ. Figures go to docs/performance.md with this command. `python -m tests.benchmarks importing`
measures that alone; CABLES is how many it imports, BENCH_DATABASE_URL an empty database other than SQLite.
`python -m tests.benchmarks big_csv` writes a CSV of SIZE megabytes (2,048) and takes a quarter of an hour,
`… whole` imports CABLES (251,287) while a site answers, `… searching` asks as many of this site and of other
engines; they are left out otherwise, but for their short forms. BENCH_DATA_DIR keeps what was imported,
BENCH_PEERS=none asks no other engine.
"""

import os
import sys
import tempfile

SHORT = os.environ.get("SHORT") == "1"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="readingroom-bench-") as made:
        data = os.environ.get("BENCH_DATA_DIR") or made
        os.environ |= {"DATA_DIR": data, "DATABASE_URL": os.environ.get("BENCH_DATABASE_URL", "")}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readingroom.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from tests.benchmarks import big_csv, importing, pages, parsing, searching, whole

        known = (parsing, importing, pages, searching, big_csv, whole)
        long = (searching, big_csv, whole)
        chosen = [each for each in known if each.__name__.split(".")[-1] in sys.argv]
        for benchmark in chosen or (known if SHORT else [each for each in known if each not in long]):
            print(f"\n{benchmark.__doc__.splitlines()[0]}")
            benchmark.run(short=SHORT)
    print("\nAll ratios and counts hold.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
