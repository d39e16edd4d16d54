"""What has been asked and answered about a `subject`: a proposal, or an amendment of one."""

from projects.models import Amendment, Approval
from qa_portal.core.prepared import prepared


def project_of(subject):
    return subject.project if isinstance(subject, Amendment) else subject


def text_of(subject):
    """The project whose rows are the text that is decided about."""
    return subject.working_copy if isinstance(subject, Amendment) else subject


def subject_of(text):
    """What a text is decided as: a working copy is its amendment."""
    return text.amendment if text.is_working_copy else text


def _own_rows(rows, subject):
    """Of a proposal without those of its amendments, or of an amendment."""
    return rows if isinstance(subject, Amendment) else rows.filter(amendment=None)


def approvals_of(subject):
    return _own_rows(subject.approvals.select_related("desk", "decided_by", "on_behalf_of"), subject)


def approvals_in_order(subject):
    """As `approvals_of`, read: from the first round to the last, step by step."""
    return _approvals(subject.pk, of=type(subject))


@prepared
def _approvals(subject, *, of):
    rows = Approval.objects.select_related("desk", "decided_by", "on_behalf_of").order_by("round", "step", "pk")
    return rows.filter(amendment=subject) if of is Amendment else rows.filter(project=subject, amendment=None)


def proposed_versions_of(subject):
    return _own_rows(subject.proposed_versions, subject).order_by("round")


def waiting_on(subject):
    return approvals_of(subject).waiting()
