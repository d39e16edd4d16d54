"""Writing the answers of a visit, or of a sheet: both hold them alike (models.answer.AnswerRow)."""

from django.db import transaction
from django.db.models import Sum

from supervision.models import score_of


def answers_version(visit, section):
    """A number that rises with every change of the section's answers."""
    return visit.answers.filter(item__section=section).aggregate(total=Sum("version"))["total"] or 0


@transaction.atomic
def save_answers(visit, given):
    """Write what changed. `given`: {item: level, is_yes, number, choice, text, not_applicable, note of its Answer}."""
    answers = {answer.item_id: answer for answer in visit.answers.select_related("level", "choice")}
    for item, fields in given.items():
        answer = answers.get(item.pk) or visit.answers.model(item=item, **{visit.answers.field.name: visit})
        changed = [name for name, value in fields.items() if getattr(answer, name) != value]
        for name in changed:
            setattr(answer, name, fields[name])
        if changed:
            answer.save()


EMPTY = {"level": None, "is_yes": None, "number": None, "choice": None, "text": "", "not_applicable": False, "note": ""}


def drop_unasked(visit):
    """Empty the answers to items that are not asked after all, so that no figure counts them; history keeps them."""
    score = score_of(visit)
    skipped = [item for part in score.sections for item in part.skipped] if score else []
    answered = set(visit.answers.values_list("item", flat=True))
    save_answers(visit, {item: EMPTY for item in skipped if item.pk in answered})
