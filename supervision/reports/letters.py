from qa_portal.core.roles import Verb
from supervision.models import Correspondence


def may_keep_letters(user):
    """Letters are an office's: somebody without one has no register to write in."""
    return bool(user.district_id) and user.can(Verb.MANAGE_ASSESSMENTS)


def letters_of(assessment, user):
    """What templates/supervision/assessment_letters.html shows. Context: letters, may_keep_letters."""
    letters = Correspondence.objects.visible_to(user).filter(assessment=assessment).with_wait()
    return {"letters": letters.order_by("dated", "pk"), "may_keep_letters": may_keep_letters(user)}
