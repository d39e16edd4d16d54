"""Areas of duty: the ready list, and which of them a duty is about."""

from django.db import transaction

from qa_portal.core.models import District
from qa_portal.core.thai import search_key
from schools.models import Network
from supervision.data.duty_topics import NETWORKS, READY
from supervision.models import DutyTopic


@transaction.atomic
def add_ready_topics(district, *, by):
    """What the office lacks of the ready list, and an area for each of its networks. Returns how many were added."""
    District.objects.select_for_update().get(pk=district.pk)
    there = set(DutyTopic.objects.filter(district=district).values_list("group", "name"))
    networks = Network.objects.filter(district=district)
    ready = [*((group, name, text, None) for group, name, text in READY)]
    ready += [(NETWORKS, network.name, "", network) for network in networks]
    missing = [row for row in ready if row[:2] not in there]
    for group, name, text, network in missing:
        topic = DutyTopic(district=district, group=group, name=name, text=text, network=network)
        topic.save(by=by)
    return len(missing)


def named_in_words(duty, topics):
    """The topics whose name stands in the words of a duty."""
    words = _key(duty.text)
    return [topic for topic in topics if _key(topic.name) in words]


def _key(text):
    return "".join(search_key(text).split())


@transaction.atomic
def set_topics(duty, topics, *, by, with_words=False):
    """What the duty is about; `with_words` puts the words of what is new behind its own. Returns whether anything
    changed; what it was about before stays in the history of the duty as the reason of the change."""
    before = set(duty.topics.all())
    if before == set(topics):
        return False
    words = [topic.text for topic in topics if with_words and topic not in before and topic.text not in duty.text]
    duty.text = "\n".join(text for text in (duty.text, *words) if text)
    duty.topics.set(topics)
    duty._change_reason = ", ".join(topic.name for topic in topics)
    duty.save(by=by)
    return True
