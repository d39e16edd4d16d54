from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self):
        from projects import desk, evidence, workflow  # noqa: F401  these register themselves
        from projects.services import measures, practice_measures

        measures.register(*practice_measures.MEASURES)
