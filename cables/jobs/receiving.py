"""What is done with the files of a form: only an importer's come in, and no more than the settings allow."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload, TemporaryFileUploadHandler

from cables.importing.sources import MEGABYTE
from cables.visibility import Action, may

REFUSED = "refused_uploads"
"""Attribute of a request whose files were not taken: the reason, a sentence."""


class ImportersOnly(FileUploadHandler):
    """Before a file reaches the disk: strangers could fill it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not may(getattr(self.request, "user", None), Action.IMPORT):
            self._refuse("Your account may not import, so its files were not taken.")

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.left = settings.UPLOAD_MAX_MEGABYTES * MEGABYTE

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.left -= len(raw_data)
        if self.left < 0:
            self._refuse(
                f"The files have more than {settings.UPLOAD_MAX_MEGABYTES:,} megabytes together, as many as "
                "one upload may have. Send them in parts, pack them, or lay them into a folder of the server."
            )
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _refuse(self, reason: str) -> None:
        setattr(self.request, REFUSED, reason)
        raise StopUpload(connection_reset=False)


class OntoTheDisk(TemporaryFileUploadHandler):
    """Every file, small ones too: what is uploaded is moved, never copied through memory."""
