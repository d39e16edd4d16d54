from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "qa_portal.office"
    label = "office"
    verbose_name = _("Office")

    def ready(self):
        from qa_portal.office import timeline
        from schools import timeline as schools_timeline

        schools_timeline.register(timeline.claims_of)
