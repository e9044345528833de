"""Goes on with a batch and says each number that came in, until it is killed: … BATCH PROCESSES CHUNK"""

import os
import sys


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readingroom.settings")
    django.setup()
    from cables.importing import processes
    from cables.importing.batches import go_on
    from cables.importing.ledger import Taken
    from cables.models import ImportBatch

    batch, count, processes.CHUNK = map(int, sys.argv[1:])
    try:
        for result in go_on(ImportBatch.objects.get(pk=batch), processes=count):
            print(result.mrn, flush=True)
    except Taken as taken:
        sys.exit(str(taken))


if __name__ == "__main__":
    main()
