"""Goes on with a batch and says each number that came in, until it is killed: … BATCH PROCESSES CHUNK"""

import os
import sys


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "readingroom.settings")
    django.setup()
    from cables.importing import processes
    from cables.importing.batches import go_on
    from cables.models import ImportBatch

    batch, count, processes.CHUNK = map(int, sys.argv[1:])
    for result in go_on(ImportBatch.objects.get(pk=batch), processes=count):
        print(result.mrn, flush=True)


if __name__ == "__main__":
    main()
