from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficeConfig(AppConfig):
    name = "qa_portal.office"
    label = "office"
    verbose_name = _("Office")

    def ready(self):
        from qa_portal.office import desk, summaries, timeline  # noqa: F401  register what is theirs
        from qa_portal.office.services import own_framework, own_standards
        from qa_portal.office.workflow import letter, own_assessment, work_process  # noqa: F401  register their machines
        from schools import timeline as schools_timeline
        from schools.models import framework
        from schools.services import frameworks

        schools_timeline.register(timeline.claims_of)
        framework.USES.append(own_standards.is_used)
        frameworks.COPIES.append(own_framework.copy_items)
