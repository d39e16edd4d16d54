from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = _("Schools and SAR")

    def ready(self):
        from schools import reports, sar_timeline, workflow  # noqa: F401  registers the timelines and the machines
