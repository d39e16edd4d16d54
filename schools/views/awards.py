"""The calls for awards: read by everybody once they are open, kept by those who manage good practices."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import UpdateView, View

from qa_portal.core import unsaved
from qa_portal.core.forms import as_typed
from qa_portal.core.history import entries_of
from qa_portal.core.pages import READ_WRITE, Edit, ListPage, TransitionPage, docx_response, pdf_response, requires
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.thai import academic_year
from qa_portal.core.workflow import wrong_state
from schools.documents.award_announcement import announcement_name, render_announcement, render_announcement_docx
from schools.filters.awards import AwardFilter
from schools.forms.award import AwardForm, AwardPaperForm, tables_of
from schools.lists.awards import AWARD_COLUMNS
from schools.models import Award, AwardState, Honour
from schools.services.award_results import judging_of
from schools.services.awards import new_award, save_award
from schools.services.nominating import nominable, nominating_refusal, tended_practices


class AwardList(ListPage):
    model = Award
    verb = Verb.VIEW_SCHOOLS
    filterset_class = AwardFilter
    columns = AWARD_COLUMNS
    default_sort = "-year"
    sheet_name = gettext_lazy("Awards")
    template_name = "schools/award_list.html"

    @property
    def queryset(self):
        standing = Count("nominations", filter=Q(nominations__withdrawn_at=None))
        return Award.objects.select_related("district").annotate(nomination_count=standing)

    def get_context_data(self, **kwargs):
        waiting = Award.objects.visible_to(self.request.user).judged_by(self.request.user)
        return super().get_context_data(**kwargs) | {"to_judge": waiting.count()}


def visible_award(request, pk):
    return get_object_or_404(Award.objects.visible_to(request.user).select_related("district"), pk=pk)


def managed_award(request, pk):
    return get_object_or_404(Award.objects.editable_by(request.user).select_related("district"), pk=pk)


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def award_detail(request, pk):
    """The call, what is nominated (a school: its own), and once announced its honours."""
    award, user = visible_award(request, pk), request.user
    is_manager = Award.objects.editable_by(user).filter(pk=pk).exists()
    judge = award.judges.filter(user=user, excused_at=None).first()
    context = {
        "award": award,
        "is_manager": is_manager,
        "judge": judge,
        "criteria": award.criteria.all(),
        "ranks": award.ranks.all(),
        "most": sum(row.most_points for row in award.criteria.all()),
        "nominations": _nominations(award, user),
        "withdrawable": set(tended_practices(user, award).values_list("pk", flat=True))
        if award.state == AwardState.OPEN
        else set(),
        "may_nominate": tended_practices(user, award).exists() and not nominating_refusal(award),
        "nominable_count": nominable(user, award).count() if award.state == AwardState.OPEN else 0,
        "honours": Honour.objects.visible_to(user).filter(nomination__award=award).order_by("pk"),
        "may_see_result": is_manager or (judge and award.is_decided),
    }
    if is_manager:
        context |= {"judges": award.judges.select_related("user"), "entries": entries_of(award)}
    return render(request, "schools/award_detail.html", context)


def _nominations(award, user):
    """All for the office; a school sees its own alone."""
    rows = award.nominations.standing().with_practice()
    if user.scope is Scope.SCHOOL:
        rows = rows.filter(practice__school__in=user.memberships.current().values("school"))
    return rows


@method_decorator([READ_WRITE, requires(Verb.MANAGE_PRACTICES), transaction.atomic], "dispatch")
class AwardPage(View):
    """One page writes a call: its words, and while it is prepared its criteria and ranks as rows."""

    template_name = "schools/award_form.html"
    saved_message = gettext_lazy("Saved.")
    source = None  # whose criteria and ranks stand in the rows at first

    def dispatch(self, request, *args, **kwargs):
        self.award = self.find(**kwargs)
        if self.award.is_decided:
            messages.error(request, wrong_state(self.award))
            return redirect(self.award)
        return super().dispatch(request, *args, **kwargs)

    def forms(self, data):
        has_rows = self.award.state == AwardState.DRAFT
        return AwardForm(data, instance=self.award), tables_of(self.source, data) if has_rows else {}

    def get(self, request, **kwargs):
        typing = unsaved.find(request.user, request.path)
        form, tables = self.forms(typing and typing.data)
        if typing:
            form, tables = as_typed(form), {name: as_typed(table) for name, table in tables.items()}
        return self.page(form, tables, typing)

    def post(self, request, **kwargs):
        form, tables = self.forms(request.POST)
        if request.POST.get("add"):
            return self.page(as_typed(form), {name: as_typed(table) for name, table in tables.items()})
        if not all([form.is_valid(), *(table.is_valid() for table in tables.values())]):
            return self.page(form, tables, status=422)
        rows = {name: table.rows for name, table in tables.items()}
        award = save_award(form.save(commit=False), **rows, by=request.user)
        unsaved.forget(request.user, request.path)
        messages.success(request, self.saved_message)
        return redirect(award)

    def page(self, form, tables, typing=None, status=200):
        context = {"form": form, "tables": tables.values(), "award": self.award, "source": self.source}
        context |= {"unsaved": typing, "unsaved_is_stale": typing and typing.is_older_than(self.award)}
        return render(self.request, self.template_name, context, status=status)


class AwardAdd(AwardPage):
    saved_message = gettext_lazy("The call is prepared. Open it when schools may nominate.")

    def find(self):
        return new_award(self.request.user.district, academic_year=academic_year(timezone.localdate()))


class AwardCopy(AwardAdd):
    """The words, criteria and ranks of an earlier call, for the year of today."""

    def find(self, pk):
        self.source = managed_award(self.request, pk)
        year = max(academic_year(timezone.localdate()), self.source.academic_year + 1)
        return new_award(self.request.user.district, academic_year=year, like=self.source)


class AwardEdit(AwardPage):
    def find(self, pk):
        if self.request.method == "POST":
            Award.objects.select_for_update().filter(pk=pk).first()  # no step of its workflow comes in between
        self.source = managed_award(self.request, pk)
        return managed_award(self.request, pk)


class AwardTransition(TransitionPage):
    """The result stands on the page on which it is made final."""

    model = Award
    template_name = "schools/award_transition.html"

    def beside(self):
        return {"results": judging_of(self.object).results} if self.transition.name == "announce" else {}


# ---------------------------------------------------------------- the announcement


class AwardPaper(Edit, UpdateView):
    """Number and date of the announcement, before the result is announced."""

    model = Award
    form_class = AwardPaperForm
    verb = Verb.MANAGE_PRACTICES
    template_name = "schools/award_paper.html"
    saved_message = gettext_lazy("Saved. Look at the announcement, then announce the result.")

    def dispatch(self, request, *args, **kwargs):
        if request.user.can(self.verb):
            award = managed_award(request, kwargs["pk"])
            if award.is_decided:
                messages.error(request, wrong_state(award))
                return redirect(award)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"back_url": self.object.get_absolute_url()}


def is_blind(award, user):
    """Whether the result is kept from this person until it is announced: no judge sees the marks of others."""
    if award.is_decided:
        return False
    return not user.can(Verb.MANAGE_PRACTICES) or award.judges.filter(user=user, excused_at=None).exists()


def _announcement(request, pk, make, answer):
    """For those who manage awards a draft from the judging on, for everybody once it is announced."""
    award = visible_award(request, pk)
    if award.state in (AwardState.DRAFT, AwardState.OPEN) or is_blind(award, request.user):
        messages.error(request, _("The result is not announced yet."))
        return redirect(award)
    return answer(make(award), announcement_name(award))


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def award_pdf(request, pk):
    return _announcement(request, pk, render_announcement, pdf_response)


@require_safe
@requires(Verb.VIEW_SCHOOLS)
def award_docx(request, pk):
    return _announcement(request, pk, render_announcement_docx, docx_response)
