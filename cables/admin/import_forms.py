"""The form that starts an import."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.conf import settings

from cables.jobs.receiving import REFUSED
from cables.models import Collection


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploaded files, empty where none was chosen."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        return [super(FilesField, self).clean(file, initial) for file in data or []]


class ImportForm(forms.Form):
    collection = forms.ModelChoiceField(
        Collection.objects.all(),
        empty_label="Choose one",
        error_messages={"required": "Choose the collection that the cables join."},
        help_text="Under which authority its cables are public, and whether they are released on import.",
    )
    files = FilesField(
        required=False,
        allow_empty_file=True,  # which is told in the preview, with the others
        help_text="Choose or drop any number: text, zip, gzip, CSV. They are kept as they are.",
    )
    folder = forms.ChoiceField(required=False, label="Or a folder of the server")
    within = forms.CharField(
        required=False,
        label="Only this part of it",
        help_text="A file or folder below it, as 2009/march.zip. Empty for all.",
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.refused = getattr(request, REFUSED, "")
        if len(collections := Collection.objects.all()[:2]) == 1:
            self.fields["collection"].initial = collections[0]
        folders = [(str(folder), str(folder)) for folder in settings.IMPORT_FOLDERS]
        if folders:
            self.fields["folder"].choices = [("", "None"), *folders]
        else:
            del self.fields["folder"], self.fields["within"]

    def clean(self):
        cleaned = super().clean()
        if self.refused:
            raise forms.ValidationError(self.refused)
        if bool(cleaned.get("files")) == bool(cleaned.get("folder")):
            both = cleaned.get("files")
            either = " or name a folder of the server" if "folder" in self.fields else ""
            raise forms.ValidationError(
                "Choose files or a folder, not both at once."
                if both
                else f"Choose at least one file{either}."
            )
        if cleaned.get("folder"):
            cleaned["path"] = self._path(Path(cleaned["folder"]), cleaned.get("within") or "")
        return cleaned

    def _path(self, folder: Path, within: str) -> Path:
        try:
            path = (folder / within).resolve()
            is_there = path.is_relative_to(folder) and path.exists()
        except (OSError, ValueError):
            is_there = False
        if not is_there:
            raise forms.ValidationError(
                {"within": f"Below {folder} there is no such file or folder. Write its path from there on."}
            )
        return path
