"""The demo's rows are moved into the past behind their history; in the end it is told what they say."""

from qa_portal.core.verify import behind_history, tracked


def tell_history():
    for model in tracked():
        keys = [key for key, _is_missing in behind_history(model)]
        if keys:
            model.history.bulk_history_create(list(model._base_manager.filter(pk__in=keys)), update=True)
