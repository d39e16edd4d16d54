from django.db.models import Q

from qa_portal.core.roles import Scope


def school_scope(user, path="school"):
    """The rows that this user may see, for rows that hang on a school at `path` ("" for schools themselves).

    A district role sees its district, a school role the schools of its current memberships, a national role all."""
    prefix = f"{path}__" if path else ""
    if user.scope is Scope.NATION:
        return Q()
    if user.scope is Scope.DISTRICT:
        return Q(**{f"{prefix}district": user.district_id}) if user.district_id else Q(pk__in=[])
    if user.scope is Scope.SCHOOL:
        return Q(**{f"{prefix}pk__in": user.memberships.current().values("school")})
    return Q(pk__in=[])
