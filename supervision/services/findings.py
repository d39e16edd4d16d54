from django.db import transaction


@transaction.atomic
def delete_finding(finding):
    """Take a finding out of a draft, with what was agreed about it. Its number is not given again."""
    for action in finding.actions.all():
        action.delete()
    finding.delete()
