from django.db import models

from qa_portal.core.roles import Scope


class OfProjectQuerySet(models.QuerySet):
    """Rows that belong to a project are seen by those who see the projects of its office."""

    def visible_to(self, user):
        if user.scope is Scope.NATION:
            return self
        return self.filter(project__district=user.district_id) if user.scope is Scope.DISTRICT else self.none()


def belonging(project, rows):
    """The rows, each of which knows its project without asking for it."""
    for row in rows:
        row.project = project
    return rows
