from django.db.models import Q

from qa_portal.core.roles import Scope


def district_scope(user, path="district"):
    """The rows that this user may see, for rows of an office, whose district is at `path`: a district role its own
    office's, a national role all, a school none."""
    if user.scope is Scope.NATION:
        return Q()
    may = user.scope is Scope.DISTRICT and user.district_id
    return Q(**{path: user.district_id}) if may else Q(pk__in=[])
