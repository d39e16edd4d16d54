from django.db import models

from qa_portal.core.models import district_scope


class OfProjectQuerySet(models.QuerySet):
    """Rows that belong to a project are seen by those who see the projects of its office."""

    def visible_to(self, user):
        return self.filter(district_scope(user, "project__district"))


def belonging(project, rows):
    """The rows, each of which knows its project without asking for it."""
    for row in rows:
        row.project = project
    return rows
