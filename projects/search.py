"""What can be found of the projects (core.search)."""

from django.utils.translation import gettext_lazy as _

from projects.models import Project
from qa_portal.core.roles import Verb
from qa_portal.core.search import Kind, Source, register


def _about(project):
    return f"{project.fiscal_year} · {project.get_state_display()}"


register(
    Kind(
        "projects",
        _("Projects"),
        "kanban",
        (Verb.VIEW_PROJECTS,),
        Project.objects.visible_to,
        (Source(Project, ("name", "rationale", "plan_line", "co_owners")),),
        ("-fiscal_year", "-pk"),
        _about,
    ),
)
