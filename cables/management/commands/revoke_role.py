from cables.management.role_command import RoleCommand
from cables.reviewing.roles import revoke


class Command(RoleCommand):
    help = "Take a role from an account. The audit records it."

    def change(self, user, role):
        if revoke(user, role, by=None):
            return f"{user} is no longer {role.value}."
        return f"{user} was not {role.value}."
