from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = _("Schools and SAR")

    def ready(self):
        # These register the timelines, the machines, and in whose share a school's files count.
        from schools import desk, honour_timeline, practice_sources, quota, sar_timeline  # noqa: F401
        from schools.reports import registry  # noqa: F401
        from schools.workflow import award, cycle, practice, sar, targets  # noqa: F401
