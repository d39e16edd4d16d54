from django.utils.translation import override

from qa_portal.core.models import Notice
from qa_portal.core.notices import outbox, wording
from qa_portal.core.notices.kinds import kind_of


def notify(people, text, values, url):
    """Tell each person a sentence in their own language; mails leave through the queue once the transaction holds, as
    each person chose. A sentence that asks for an act is marked `must_act` (core.notices.sentences)."""
    kind, notices, people = kind_of(text, url), [], set(people)
    own = wording.words_by_office(text, {person.district_id for person in people})
    for person in people:
        with override(person.language):
            words = wording.said(text, own, person.district_id) % values
        notices.append(Notice(recipient=person, kind=kind, text=words, url=url))
    Notice.objects.bulk_create(notices)
    outbox.put(notices, kind)
    return notices
