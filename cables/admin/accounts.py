"""Accounts and their roles, in place of Django's own pages for users, groups and permissions.

What is changed here goes through cables.reviewing, which records it. An account is never deleted:
closed, it stays as the author of what it did.
"""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import Group, User
from django.db import transaction

from cables.admin.by_policy import PolicyAdmin
from cables.admin.cells import NOTHING, moment
from cables.admin.filters import InRole
from cables.reviewing.accounts import save_account
from cables.reviewing.audit import record
from cables.reviewing.roles import GRANTABLE, grant, revoke
from cables.visibility import Action, Role

admin.site.unregister(User)
admin.site.unregister(Group)


class RolesMixin(forms.Form):
    roles = forms.MultipleChoiceField(
        choices=[(role.value, role.value) for role in GRANTABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Every role given or taken is recorded in the audit.",
    )


class NewAccountForm(RolesMixin, UserCreationForm):
    pass


class AccountForm(RolesMixin, forms.ModelForm):
    class Meta:
        model = User
        fields = ["username", "first_name", "last_name", "is_active", "is_superuser"]
        labels = {"is_active": "Open", "is_superuser": "Superuser"}
        help_texts = {
            "is_active": "A closed account cannot sign in. It stays as the author of what it did.",
            "is_superuser": "An administrator whom only another superuser can change. Reads no more for it.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["roles"] = sorted(self.instance.groups.values_list("name", flat=True))


@admin.register(User)
class AccountAdmin(PolicyAdmin, UserAdmin):
    seen_by = changed_by = Action.GRANT_ROLES
    form, add_form = AccountForm, NewAccountForm
    change_form_template = "admin/account.html"
    fieldsets = [
        (None, {"fields": ["username", "first_name", "last_name"]}),
        ("What it may do", {"fields": ["is_active", "roles", "is_superuser"]}),
        (None, {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"classes": ["wide"], "fields": ["username", "password1", "password2", "roles"]})]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    list_display = ["username", "name", "roles", "is_open", "above", "last_seen", "id"]
    list_filter = ["is_active", "is_superuser", ("groups", InRole)]
    search_fields = ["username", "first_name", "last_name"]
    search_help_text = "A part of a name."
    actions = None

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(ordering="last_name")
    def name(self, user):
        return user.get_full_name() or NOTHING

    @admin.display(ordering="is_active", boolean=True, description="open")
    def is_open(self, user):
        return user.is_active

    @admin.display(ordering="is_superuser", description="superuser")
    def above(self, user):
        return "yes" if user.is_superuser else NOTHING

    @admin.display(ordering="last_login", description="signed in last")
    def last_seen(self, user):
        return moment(user.last_login)

    @admin.display
    def roles(self, user):
        return ", ".join(sorted(group.name for group in user.groups.all()))

    def has_change_permission(self, request, obj=None):
        above = obj is None or request.user.is_superuser or not obj.is_superuser
        return above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else [*own, "is_superuser"]

    def save_model(self, request, obj, form, change):
        save_account(obj, request.user)

    def save_related(self, request, form, formsets, change):
        """The roles, by granting and revoking; the form's own groups are left alone."""
        user = form.instance
        wanted = {Role(name) for name in form.cleaned_data["roles"]}
        for role in GRANTABLE:
            if role in wanted:
                grant(user, role, request.user)
            else:
                revoke(user, role, request.user)

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        account = self.get_object(request, unquote(id))
        response = super().user_change_password(request, id, form_url)
        if account.password != User.objects.get(pk=account.pk).password:
            record("change account", actor=request.user, account=account.pk, password=True)
        return response
