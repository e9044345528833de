from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from cables.models import Annotation
from cables.reviewing.notes import annotate, delete, edit, reply
from cables.reviewing.refusals import Refused
from cables.views.review.access import for_reviewers, version_of
from cables.views.review.cable import paragraph_page
from cables.views.review.forms import AnnotateForm, EditNoteForm, NoteForm
from cables.views.review.refused import CONFLICT, UNPROCESSABLE, status_of
from cables.visibility import may_read_note


@require_POST
@for_reviewers
def annotate_paragraph(request: HttpRequest, mrn: str) -> HttpResponse:
    form = AnnotateForm(request.POST)
    version = version_of(mrn, request.POST.get("version"))
    identity = request.POST.get("identity", "")
    if not identity.isdecimal() or len(identity) > 9:
        raise Http404
    if not form.is_valid():
        problems = ["Write the note, and say for whom it is."]
        return paragraph_page(
            request, version, int(identity), note=form, problems=problems, status=UNPROCESSABLE
        )
    start, end, quote = form.quote()
    data = form.cleaned_data
    try:
        note = annotate(
            version,
            data["identity"],
            data["source"],
            data["visibility"],
            request.user,
            start=start,
            end=end,
            quote=quote,
        )
    except Refused as refusal:
        return paragraph_page(
            request,
            version,
            data["identity"],
            note=form,
            problems=[str(refusal)],
            status=status_of(refusal),
        )
    messages.success(request, "Note written.")
    return _to(note)


@require_http_methods(["GET", "HEAD", "POST"])
@for_reviewers
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """One note: edit, delete or answer it. A stale edit gives both texts back."""
    found = get_object_or_404(Annotation.objects.select_related("cable", "author"), pk=pk)
    if not may_read_note(request.user, found):
        raise Http404
    if request.method != "POST":
        return _page(request, found)
    act = request.POST.get("act", "edit")
    form = NoteForm(request.POST) if act == "reply" else EditNoteForm(request.POST)
    seen = request.POST.get("seen", "")
    if act != "delete" and not form.is_valid():
        return _page(request, found, form, ["Write the note, and say for whom it is."], UNPROCESSABLE)
    if act != "reply" and (not seen.isdecimal() or len(seen) > 9):
        return _page(request, found, form, ["This form is not one of this site."], UNPROCESSABLE)
    try:
        if act == "reply":
            found = reply(found, form.cleaned_data["source"], form.cleaned_data["visibility"], request.user)
        elif act == "delete":
            found = delete(found, request.user, int(seen))
        else:
            found = edit(
                found,
                form.cleaned_data["source"],
                form.cleaned_data["visibility"],
                request.user,
                int(seen),
            )
    except Refused as refusal:
        found.refresh_from_db()
        return _page(request, found, form, [str(refusal)], status_of(refusal))
    messages.success(request, {"reply": "Answer written.", "delete": "Note deleted."}.get(act, "Note saved."))
    return _to(found)


def _page(
    request: HttpRequest,
    note: Annotation,
    form: NoteForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    initial = {"source": note.source, "visibility": note.visibility, "seen": note.revision}
    is_reply = request.POST.get("act") == "reply"
    context = {
        "note": note,
        "is_own": note.author_id == request.user.pk and note.deleted_at is None,
        "edit": EditNoteForm(initial=initial) if form is None or is_reply else form,
        "answer": form
        if form is not None and is_reply
        else NoteForm(initial={"visibility": note.visibility}),
        "problems": problems or [],
        "theirs": note.source if status == CONFLICT else "",
        "href": _address(note),
        "section": "review",
    }
    return render(request, "review/note.html", context, status=status)


def _address(note: Annotation) -> str:
    return f"{reverse('review-cable', args=[note.cable.mrn])}#n{note.pk}"


def _to(note: Annotation) -> HttpResponse:
    return HttpResponseRedirect(_address(note), status=303)
