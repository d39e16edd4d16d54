from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = _("Projects")

    def ready(self):
        from projects import desk, evidence, workflow  # noqa: F401  registers the machines
        from projects.services import measures, practice_measures
        from schools import evidence_sources

        measures.register(*practice_measures.MEASURES)
        for source in evidence.SOURCES:
            evidence_sources.register(source)
