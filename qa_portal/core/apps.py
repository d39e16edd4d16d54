from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


def make_role_groups(**kwargs):
    from django.contrib.auth.models import Group

    from qa_portal.core.roles import ROLES

    for slug in ROLES:
        Group.objects.get_or_create(name=slug)


class CoreConfig(AppConfig):
    name = "qa_portal.core"
    label = "core"
    verbose_name = _("People and office")

    def ready(self):
        from qa_portal.core import practice, summaries

        pre_migrate.connect(summaries.before_migrate, sender=self)
        post_migrate.connect(summaries.after_migrate, sender=self)
        post_migrate.connect(make_role_groups, sender=self)
        if settings.PRACTICE:
            practice.keep_in()
        from qa_portal.core.notices import desk  # noqa: F401  the desk registers itself
        from qa_portal.core.observe import queries, queue_signals  # noqa: F401  they listen
        from qa_portal.core.personal_data import desk as old_data  # noqa: F401
        from qa_portal.core.personal_data import holdings  # noqa: F401
        from qa_portal.core.second_factor import telling  # noqa: F401  what it says can be worded anew
        from qa_portal.core.signed_in import places  # noqa: F401  it listens for sign-ins

        autodiscover_modules("tasks")  # the kinds of long work (core.jobs)
        autodiscover_modules("events")  # what other systems can be told (core.integrations.events)
        autodiscover_modules("search")  # what can be found (core.search)
        autodiscover_modules("personal_data")  # what is held of people (core.personal_data.register)
        autodiscover_modules("verify")  # what is proved (core.verifying)
