from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cables.models import CableVersion
from cables.presenters.review_page import review_page
from cables.reviewing.full_text import full_text
from cables.reviewing.refusals import Doubtful, Refused, Stale
from cables.reviewing.withholding import Outcome, Target, withhold
from cables.views.review.access import for_reviewers, version_of
from cables.views.review.cable import paragraph_page, whole_page
from cables.views.review.forms import WithholdForm
from cables.views.review.refused import CONFLICT, UNPROCESSABLE


@require_POST
@for_reviewers
def withhold_text(request: HttpRequest, mrn: str) -> HttpResponse:
    """Withhold a paragraph, words of it, the subject or the cable; or say why not, nothing lost."""
    form = WithholdForm(request.POST)
    version = version_of(mrn, request.POST.get("version"))
    if not form.is_valid():
        problems = [message for messages in form.errors.values() for message in messages]
        return _again(request, version, form, problems, [])
    target = form.target(version)
    data = form.cleaned_data
    try:
        outcome = withhold(
            target,
            form.chosen_codes(),
            request.user,
            acknowledged=data["acknowledged"],
            sure=data["sure"],
        )
    except Stale as stale:
        return _stale(request, version, target, form, str(stale))
    except Doubtful as doubt:
        return _again(request, version, form, [], doubt.questions)
    except Refused as refusal:
        return _again(request, version, form, [str(refusal)], [])
    messages.success(request, _said(outcome, version))
    place = f"#i{target.identity}" if target.identity else ""
    return HttpResponseRedirect(reverse("review-cable", args=[mrn]) + place, status=303)


def _again(
    request: HttpRequest, version: CableVersion, form: WithholdForm, problems: list[str], questions: list[str]
) -> HttpResponse:
    identity = form.data.get("identity", "")
    options = {
        "withhold": form,
        "problems": problems,
        "questions": questions,
        "status": UNPROCESSABLE,
    }
    if identity.isdecimal():
        return paragraph_page(request, version, int(identity), **options)
    scope = "cable" if form.data.get("scope") == "cable" else "subject"
    return whole_page(request, version, scope, **options)


def _stale(
    request: HttpRequest, version: CableVersion, target: Target, form: WithholdForm, why: str
) -> HttpResponse:
    """Both texts: the one that was decided about, and the one that stands now."""
    text = full_text(version_of(version.cable.mrn))
    page = review_page(text, request.user)
    now = next((p for p in page.paragraphs if p.identity == target.identity), None)
    context = {
        "why": why,
        "page": page,
        "yours": target.words or form.cleaned_data["seen_text"],
        "codes": [code for _, code in form.chosen_codes()],
        "now": now,
        "section": "review",
    }
    return render(request, "review/stale.html", context, status=CONFLICT)


def _said(outcome: Outcome, version: CableVersion) -> str:
    scope = outcome.decision.get_scope_display()
    said = f"{scope} withheld. It is in no public page any more."
    if outcome.decision.scope == "cable":
        return said
    if why := outcome.settled.held.get(version.ordinal):
        return f"{scope} withheld, and the whole version with it. {why}"
    return said
