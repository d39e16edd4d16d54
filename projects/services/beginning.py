"""What a proposal begins from when it is not empty: a template of the office, and how a project becomes one."""

from copy import deepcopy

from django.db import transaction

from projects.models import Project, ProjectTemplate
from projects.services import snapshot

# What belongs to one year, one person or one account, and so to no template.
OF_ITS_YEAR = ("co_owners", "period_text", "stated_total_text", "budget_note")


@transaction.atomic
def begin_from_template(template, *, name, fiscal_year, by):
    """A new draft of the person's own with all that the template says."""
    content = deepcopy(template.content)
    content["fields"] = content.get("fields", {}) | {"name": name}
    project = Project(district=by.district, fiscal_year=fiscal_year, owner=by, created_by=by)
    return snapshot.fill(project, content)


def keep_as_template(project, *, name, hint, by):
    """The proposal without its year, people and stated figures, as a template of the office."""
    content = snapshot.take(project)
    content["fields"] |= dict.fromkeys(OF_ITS_YEAR, "") | {"name": name, "stated_columns": {}}
    content["groups"] = []
    for link in content["policy"]:
        link["items"] = []
    for row in content["activities"]:
        row |= {"period_text": "", "responsible": [], "responsible_text": "", "stated_total_text": ""}
    for row in content["lines"]:
        row["stated_text"] = row["stated_text"] if not row["formula"] else ""
    for row in content["funding"]:
        row["amount_text"] = ""
    for row in content["signatories"]:
        row |= {"name": "", "position": ""}
    return ProjectTemplate.objects.create(district=by.district, name=name, hint=hint, content=content)
