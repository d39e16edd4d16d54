"""Signed copies of a project's papers: kept for good, a newer one beside the one that it replaces (F49)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from projects.models import Project, SignedCopy, belonging
from qa_portal.core import files
from qa_portal.core.prepared import prepared
from qa_portal.core.workflow import Refused


@transaction.atomic
def keep_signed(project, *, upload, kind, signed_on, note="", replaces=None, by):
    """Keep one more signed paper. Raises Refused where the paper that it replaces has been replaced meanwhile."""
    Project.objects.select_for_update().get(pk=project.pk)
    if not Project.objects.written_by(by).filter(pk=project.pk).exists():
        raise PermissionDenied
    if replaces and SignedCopy.objects.filter(replaces=replaces).exists():
        raise Refused(_("Somebody else has replaced this paper meanwhile. Please look at the list."))
    stored = files.store(upload, district=project.district, by=by, allowed={files.PDF, *files.PHOTOS})
    return SignedCopy.objects.create(
        project=project, kind=kind, file=stored, signed_on=signed_on, note=note, replaces=replaces, uploaded_by=by
    )


def copies_of(project):
    """Every signed copy of a project, the newest paper first."""
    return belonging(project, _copies(project.pk)) if project.may_have("signed_copies") else []


@prepared
def _copies(project):
    rows = SignedCopy.objects.filter(project=project).select_related("file", "uploaded_by", "replaced_by")
    return rows.order_by("-signed_on", "-pk")
