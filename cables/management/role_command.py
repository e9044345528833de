"""What `grant_role` and `revoke_role` share: the name, the role, and sentences for both."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from cables.reviewing.roles import GRANTABLE
from cables.visibility import Role


class RoleCommand(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("name", help="the account's name")
        parser.add_argument("role", nargs="+", help=" | ".join(GRANTABLE))

    def handle(self, *, name, role, **options):
        words = " ".join(role).replace("-", " ").lower()
        if words not in GRANTABLE:
            raise CommandError(f"There is no role “{words}”. The roles are: {', '.join(GRANTABLE)}.")
        try:
            user = User.objects.get(username=name)
        except User.DoesNotExist:
            raise CommandError(
                f"There is no account “{name}”. Make it with: manage.py create_account"
            ) from None
        self.stdout.write(self.change(user, Role(words)))

    def change(self, user: User, role: Role) -> str:
        """Do it, and say in a sentence what was done."""
        raise NotImplementedError
