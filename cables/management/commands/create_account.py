from getpass import getpass

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cables.reviewing.accounts import save_account
from cables.reviewing.roles import GRANTABLE, grant
from cables.visibility import Role


class Command(BaseCommand):
    help = "Make an account, asking twice for its password. The audit records it."

    def add_arguments(self, parser):
        parser.add_argument("name", help="up to 150 letters, digits and @.+-_")
        parser.add_argument(
            "--role",
            action="append",
            default=[],
            choices=GRANTABLE,
            metavar="ROLE",
            help="may be given several times: " + ", ".join(GRANTABLE),
        )

    def handle(self, *, name, role, **options):
        user = User(username=name)
        password = getpass("Password: ")
        if password != getpass("The same again: "):
            raise CommandError("These were two passwords. No account was made.")
        try:
            user.clean_fields(exclude=["password"])
            user.validate_unique()
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages) + " No account was made.") from None
        user.set_password(password)
        with transaction.atomic():
            save_account(user, by=None)
            for one in role:
                grant(user, Role(one), by=None)
        self.stdout.write(f"The account {name} is made{': ' if role else '.'}{', '.join(role)}")
