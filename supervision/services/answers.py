from django.db import transaction
from django.db.models import Sum

from supervision.models import Answer


def answers_version(visit, section):
    """A number that rises with every change of the section's answers."""
    return visit.answers.filter(item__section=section).aggregate(total=Sum("version"))["total"] or 0


@transaction.atomic
def save_answers(visit, given):
    """Write what changed. `given`: {item: level, is_yes, text, not_applicable and note of its Answer}."""
    answers = {answer.item_id: answer for answer in visit.answers.select_related("level")}
    for item, fields in given.items():
        answer = answers.get(item.pk) or Answer(visit=visit, item=item)
        changed = [name for name, value in fields.items() if getattr(answer, name) != value]
        for name in changed:
            setattr(answer, name, fields[name])
        if changed:
            answer.save()
