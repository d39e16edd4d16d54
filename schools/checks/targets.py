"""What is missing before a school announces its targets."""

from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.workflow import Missing


def before_announce(sheet):
    """Each standard needs a target; of its items only those that the school wants to name (A4-03 4.2)."""
    aimed = set(sheet.targets.filter(indicator=None).exclude(level=None).values_list("standard", flat=True))
    for standard in sheet.framework.standards.exclude(pk__in=aimed):
        url = reverse("schools:target_standard", args=[sheet.pk, standard.number])
        yield Missing(_("No target level yet: %(standard)s") % {"standard": standard}, url)
    for own in sheet.own_standards.filter(target_level=None):
        url = reverse("schools:target_own", args=[sheet.pk, own.pk])
        yield Missing(_("No target level yet: %(standard)s") % {"standard": own}, url)
