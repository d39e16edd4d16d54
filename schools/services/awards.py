"""The call itself: saved with its criteria and ranks, and copied from an earlier one."""

from django.db import transaction

from schools.models import Award, AwardCriterion, AwardRank, AwardState


def new_award(district, *, academic_year, like=None):
    """An award that is not saved yet; `like` gives its words. Its criteria and ranks come with the form's rows."""
    award = Award(district=district, academic_year=academic_year)
    if like:
        award.name, award.kind, award.guidance = like.name, like.kind, like.guidance
        award.honours_authors = like.honours_authors
    return award


@transaction.atomic
def save_award(award, *, criteria=None, ranks=None, by):
    """Save the call; its criteria and ranks only while it is being prepared, given as rows of values in their order."""
    award.save(by=by)
    if award.state == AwardState.DRAFT and criteria is not None:
        rows = [AwardCriterion(award=award, position=place, **row) for place, row in enumerate(criteria, 1)]
        _replace(award.criteria.all(), rows, ("text", "most_points"), by)
        _replace(award.ranks.all(), [AwardRank(award=award, **row) for row in ranks], ("name", "least_percent"), by)
    return award


def _replace(present, rows, names, by):
    """Leave rows alone that are the same; nothing hangs on them before the call opens."""
    said = [tuple(getattr(row, name) for name in names) for row in present]
    if said == [tuple(getattr(row, name) for name in names) for row in rows]:
        return
    for row in present:
        row.delete(by=by)
    for row in rows:
        row.save(by=by)
