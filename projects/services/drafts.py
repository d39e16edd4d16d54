"""Drafts: the end of one that nobody ever received, and a project copied into a new one."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from projects.models import Project, ProjectState
from projects.services import snapshot, strategy
from qa_portal.core.workflow import Refused


@transaction.atomic
def delete_draft(project, *, by):
    """Delete a proposal that nobody has ever received. Raises Refused for any other."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if not Project.objects.editable_by(by).filter(pk=project.pk).exists():
        raise PermissionDenied
    if project.state != ProjectState.DRAFT:
        raise Refused(_("Only a draft can be deleted."))
    if project.proposed_versions.exists() or project.approvals.exists():
        raise Refused(_("It has been proposed before, so it is kept: leave it as a draft."))
    project.copies.update(copied_from=None)
    project.delete()


@transaction.atomic
def copy_project(source, *, fiscal_year, by):
    """A new draft with all that the source says except its dates, which belong to the old year. Its strategy items are
    those in which the source's go on, where that is exactly one each (strategy.relinked says which); the words of the
    others stay."""
    content = snapshot.take(source)
    content["fields"]["period_text"] = ""
    written = {link.kind: link.written for link in source.policy_links.prefetch_related("items")}
    ways = strategy.only_continuations(strategy.picked_items(source), fiscal_year)
    for link in content["policy"]:
        if not ways.keys() >= set(link["items"]):
            link["text"] = written[link["kind"]]
        link["items"] = [ways[pk] for pk in link["items"] if pk in ways]
    for row in content["activities"]:
        row["period_text"] = ""
    copy = Project(
        district=source.district, fiscal_year=fiscal_year, owner=source.owner, created_by=by, copied_from=source
    )
    return snapshot.fill(copy, content)
