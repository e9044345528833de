"""Acts on several rows of a list: what to ask before, and what to say after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.shortcuts import render

from cables.presenters.acted import because, counted, left_alone
from cables.reviewing.refusals import Refused

UNPROCESSABLE = 422
Why = tuple[str, str]  # a name, and the reason as it stands after “as”


@dataclass(slots=True)
class Acted:
    """Names of what was done, and what was left alone."""

    done: list[str] = field(default_factory=list)
    left: list[Why] = field(default_factory=list)

    def tell(self, request, one: str, many: str, then: str = "") -> None:
        """`one` and `many` say what became of them, as in `import is being cancelled`."""
        if self.done:
            messages.success(request, f"{counted(self.done, one, many)} {then}".strip())
        if self.left:
            messages.warning(request, left_alone(self.left))


def act_on(rows: Iterable[Any], name: Callable[[Any], str], act: Callable[[Any], Any]) -> Acted:
    """Each by itself: what refuses one leaves the others."""
    acted = Acted()
    for row in rows:
        try:
            act(row)
        except Refused as refusal:
            acted.left.append((name(row), because(refusal)))
        else:
            acted.done.append(name(row))
    return acted


def sorted_out(
    rows: Iterable[Any], name: Callable[[Any], str], why_not: Callable[[Any], str]
) -> tuple[list[Any], list[Why]]:
    """Those on which it can be done, and the others."""
    can, left = [], []
    for row in rows:
        if why := why_not(row):
            left.append((name(row), why))
        else:
            can.append(row)
    return can, left


@dataclass(frozen=True, slots=True)
class Question:
    """A page between an action and its being done, that says what would happen to which rows."""

    action: str  # the method of the list that asks it
    title: str
    lead: str
    verb: str
    rows: Sequence[tuple[int, str, str]]  # key, name, what would become of it
    left: Sequence[Why]
    asks_reason: bool = False
    why: str = ""  # it was refused

    def page(self, model_admin, request):
        context = model_admin.admin_site.each_context(request) | {
            "title": self.title,
            "opts": model_admin.model._meta,
            "question": self,
            "checkbox": ACTION_CHECKBOX_NAME,
            "left": left_alone(self.left),
            "reason": request.POST.get("reason", ""),
        }
        status = UNPROCESSABLE if self.why else 200
        return render(request, "admin/question.html", context, status=status)


def is_answered(request) -> bool:
    return request.POST.get("answered") == "yes"
