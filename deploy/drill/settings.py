"""The portal's own settings for a drill: a task in dead hands is begun again after seconds, not after minutes."""

from qa_portal.settings import *  # noqa: F403
from qa_portal.settings import Q_CLUSTER

Q_CLUSTER = Q_CLUSTER | {"timeout": 60, "retry": 70}
