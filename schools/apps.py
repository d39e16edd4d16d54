from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = _("Schools and SAR")

    def ready(self):
        from schools import reports, workflow  # noqa: F401  registers the timeline of the registry, and the machines
