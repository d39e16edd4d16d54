"""What happens with projects that other systems can be told."""

from django.utils.translation import gettext_lazy as _

from projects.models import Project
from qa_portal.core.integrations import events


def _office(project):
    return project.district


def _facts(project):
    amount = project.approved_amount
    return {
        "project": project.pk,
        "name": project.name,
        "fiscal_year": project.fiscal_year,
        "state": project.state,
        "approved_amount": None if amount is None else f"{amount:.2f}",
    }


for step, kind, label in [
    ("submit", "project.proposed", _("A project was proposed")),
    ("approve", "project.approved", _("A project was approved")),
    ("return", "project.returned", _("A project was returned for correction")),
    ("start", "project.started", _("A project was started")),
]:
    events.announce(Project, step, kind, label, facts=_facts, office=_office)
