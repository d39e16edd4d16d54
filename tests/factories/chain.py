"""An office with an approval chain: group head, then plan and finance at once, then the deputy, then the director."""

from projects.models import ApprovalDesk
from projects.services import approvals, seats
from qa_portal.core import workflow

from .core import DistrictFactory, person
from .projects import complete_project

ROLES = ("group_head", "plan_staff", "finance_staff", "deputy", "director")
STEPS = {"group_head": 1, "plan_staff": 2, "finance_staff": 2, "deputy": 3, "director": 4}


class Office:
    """`people` and `desks` by role."""

    def __init__(self, roles=ROLES):
        self.district = DistrictFactory()
        self.people = {role: person(role, self.district) for role in ROLES}
        self.desks = {role: self.desk(role, STEPS[role]) for role in roles}

    def desk(self, holder, step, **kwargs):
        values = {"title": f"โต๊ะ {holder} {step}", "days": 3} | kwargs
        return ApprovalDesk.objects.create(district=self.district, holder=holder, step=step, **values)

    def proposed(self, **kwargs):
        project = complete_project(district=self.district, **kwargs)
        return workflow.perform(project, "submit", by=project.owner)


def walk(subject, *names):
    """The subject after the desks that wait decide in their order: "endorse" and "approve" by whoever sits there first,
    other steps by the owner."""
    for name in names:
        by = approvals.project_of(subject).owner
        if name in {"endorse", "approve", "return"}:
            approval = approvals.waiting_on(subject).first()
            by = next(iter(seats.deciders(approval.desk, subject)))
        subject = workflow.perform(subject, name, by=by, note="เหตุผล" if name == "return" else "")
    return subject


THROUGH = ("endorse", "endorse", "endorse", "endorse", "approve")
