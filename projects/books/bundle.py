"""The proposals of chosen projects, one after the other in one PDF."""

import io

import pikepdf
from django.utils.translation import gettext as _

from projects.documents.proposal import proposal_pdf
from projects.models import Project
from qa_portal.core.files import PDF
from qa_portal.core.jobs import Made
from qa_portal.core.workflow import Refused


def make_bundle(job, progress):
    """job.params: {"projects": [keys]}, in the order of the list that they were ticked in."""
    found = (
        Project.objects.visible_to(job.started_by).select_related("district", "owner").in_bulk(job.params["projects"])
    )
    projects = [found[pk] for pk in job.params["projects"] if pk in found]
    if not projects:
        raise Refused(_("None of these projects is there any more."))
    parts = []
    for number, project in enumerate(projects, 1):
        parts.append(_part(project, progress.folder))
        progress(number, len(projects))
    content, pages = _joined(parts)
    return Made(content, f"{job.label}.pdf", PDF, pages=pages)


def _part(project, folder):
    """The proposal as a file; one that an earlier beginning of the job has made is taken as it is."""
    path = folder / f"{project.pk}-{project.version}.pdf"
    if not path.exists():
        unfinished = path.with_suffix(".tmp")
        unfinished.write_bytes(proposal_pdf(project))
        unfinished.rename(path)
    return path


def _joined(parts):
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for path in parts:
            with pikepdf.open(path) as part:
                whole.pages.extend(part.pages)
        pages = len(whole.pages)
        whole.save(out)
    return out.getvalue(), pages
