"""Who enters the admin: the policy says, and there is one page to sign in."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cables.visibility import Action, may


def may_enter(request: HttpRequest) -> bool:
    """Raises PermissionDenied for somebody signed in: signing in again would not help them."""
    if may(request.user, Action.SEE_STAFF_LISTS):
        return True
    if request.user.is_authenticated:
        raise PermissionDenied
    return False


@login_not_required
def sign_in(request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
    """Nothing is tried here, right or wrong: both attempts and their limits belong to /sign-in/."""
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


def change_password(request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
    return redirect("change-password")


def install(site: admin.AdminSite) -> None:
    site.has_permission = may_enter
    site.login = sign_in
    site.logout = LogoutView.as_view()
    site.password_change = change_password
