"""Signing in and out, one's own account, and the page for who guessed too often."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from cables.reviewing.audit import record
from cables.visibility import Action, Role, may, roles_of, states_for


class SignInForm(AuthenticationForm):
    error_messages = {
        # The same for a wrong name, a wrong password and an account that is closed.
        "invalid_login": "No account has this name with this password. Capitals count.",
        "inactive": "No account has this name with this password. Capitals count.",
    }


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    user = request.user
    roles = roles_of(user) - {Role.READER}
    return render(
        request,
        "accounts/account.html",
        {
            "roles": [role.value for role in Role if role in roles],
            "may": [action.value for action in Action if states_for(user, action)],
            "reviews": bool(states_for(user, Action.READ_WITHHELD)),
            "enters_admin": may(user, Action.SEE_STAFF_LISTS),
        },
    )


class ChangePassword(PasswordChangeView):
    template_name = "accounts/password.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("account")

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record("change own password", actor=self.request.user, account=self.request.user.pk)
        messages.success(self.request, "Your password is changed.")
        return response


change_password = ChangePassword.as_view()


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """What django-axes answers to one attempt too many, right or wrong."""
    wait = settings.AXES_COOLOFF_TIME
    response = render(
        request, "accounts/locked_out.html", {"minutes": int(wait.total_seconds() // 60)}, status=429
    )
    response.headers["Retry-After"] = str(int(wait.total_seconds()))
    response.headers["Cache-Control"] = "private, no-store"
    return response
