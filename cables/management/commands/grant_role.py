from cables.management.role_command import RoleCommand
from cables.reviewing.roles import grant


class Command(RoleCommand):
    help = "Give an account a role. The audit records it."

    def change(self, user, role):
        if grant(user, role, by=None):
            return f"{user} is {role.value} now."
        return f"{user} was {role.value} already."
