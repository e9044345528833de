"""The worker in the test's own process and transaction."""

from unittest.mock import patch

from cables.jobs import worker


def work() -> None:
    """Until nothing is left. A worker looks after its connections, which would end the test's transaction."""
    with (
        patch("cables.jobs.worker.close_old_connections"),
        patch("django_tasks_db.management.commands.db_worker.close_old_connections"),
    ):
        worker.run(until_empty=True)
