from django.db import transaction

from supervision.models import SupportPlan


@transaction.atomic
def save_review(review):
    """Keep a dated look at a plan; the next one is reckoned from the newest."""
    plan = SupportPlan.objects.select_for_update().get(pk=review.plan_id)
    review.save()
    newest = plan.reviews.order_by("-held_on").values_list("held_on", flat=True)[0]
    plan.next_review_on = plan.review_after(newest)
    plan.save()
    return review
