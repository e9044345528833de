from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cables.projection.sources import source_of
from cables.reviewing.received import may_read_bytes
from cables.views.review.access import found_again, version_of
from cables.visibility import Action, states_for


@require_safe
@found_again
def received_bytes(request: HttpRequest, mrn: str, ordinal: int) -> HttpResponse:
    """The bytes of one version, exactly. Importers may have them until there is a decision."""
    if not states_for(request.user, Action.READ_BYTES):
        raise PermissionDenied
    version = version_of(mrn, str(ordinal))
    if not may_read_bytes(request.user, version.cable):
        raise PermissionDenied
    response = HttpResponse(bytes(source_of(version).content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{version.cable.mrn}-{version.ordinal}.txt"'
    return response
