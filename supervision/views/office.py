"""What the office keeps to itself: a school has none of it, whatever its other rights."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from qa_portal.core.pages import Access, requires
from qa_portal.core.roles import Scope, Verb


class ForOffice(Access):
    """Access without the schools' people."""

    verb = Verb.VIEW_ASSESSMENTS

    def dispatch(self, request, *args, **kwargs):
        if request.user.scope is Scope.SCHOOL:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OfVisits(ForOffice):
    """What the office keeps of its visits: teams, committees, orders."""

    verb = Verb.VIEW_VISITS


def for_office(view):
    """For function views that read: 403 for the schools' people."""

    @requires(Verb.VIEW_ASSESSMENTS)
    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.user.scope is Scope.SCHOOL:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
