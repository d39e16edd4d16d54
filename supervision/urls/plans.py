from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import SupervisionPlan
from supervision.views import bands, plan_calendar, plan_figures, plan_items, plans, semesters

PLAN = "plans/<int:pk>"
ITEM = f"{PLAN}/items/<int:item>"

urlpatterns = [
    path("bands/", bands.BandList.as_view(), name="band_list"),
    path("bands/new/", bands.BandAdd.as_view(), name="band_add"),
    path("bands/<int:pk>/", bands.BandEdit.as_view(), name="band_edit"),
    path("semesters/", semesters.SemesterList.as_view(), name="semester_list"),
    path("semesters/new/", semesters.SemesterAdd.as_view(), name="semester_add"),
    path("semesters/<int:pk>/", semesters.SemesterEdit.as_view(), name="semester_edit"),
    path("plans/", plans.PlanList.as_view(), name="plan_list"),
    path("plans/new/", plans.PlanCreate.as_view(), name="plan_create"),
    path(f"{PLAN}/", plans.PlanDetail.as_view(), name="plan_detail"),
    path(f"{PLAN}/edit/", plans.PlanEdit.as_view(), name="plan_edit"),
    path(f"{PLAN}/copy/", plans.PlanCopy.as_view(), name="plan_copy"),
    path(f"{PLAN}/acknowledgement/", plans.PlanAcknowledge.as_view(), name="plan_acknowledge"),
    path(f"{PLAN}/plan.pdf", plans.plan_pdf, name="plan_pdf"),
    path(f"{PLAN}/plan.docx", plans.plan_docx, name="plan_docx"),
    path(f"{PLAN}/plan.xlsx", plans.plan_xlsx, name="plan_xlsx"),
    path(f"{PLAN}/coverage/", plan_figures.PlanCoverage.as_view(), name="plan_coverage"),
    path(f"{PLAN}/workload/", plan_figures.PlanWorkload.as_view(), name="plan_workload"),
    path(f"{PLAN}/calendar/", plan_calendar.plan_calendar, name="plan_calendar"),
    path(f"{PLAN}/calendar/confirm/", plan_calendar.plan_calendar_confirm, name="plan_calendar_confirm"),
    path(f"{PLAN}/calendar.pdf", plan_calendar.plan_calendar_document, {"kind": "pdf"}, name="plan_calendar_pdf"),
    path(f"{PLAN}/calendar.docx", plan_calendar.plan_calendar_document, {"kind": "docx"}, name="plan_calendar_docx"),
    path(
        f"{PLAN}/calendar/<int:proposal>/back/", plan_calendar.plan_calendar_take_back, name="plan_calendar_take_back"
    ),
    path(f"{PLAN}/items/new/", plan_items.PlanItemAdd.as_view(), name="plan_item_add"),
    path(f"{ITEM}/", plan_items.PlanItemDetail.as_view(), name="plan_item_detail"),
    path(f"{ITEM}/edit/", plan_items.PlanItemEdit.as_view(), name="plan_item_edit"),
    path(f"{ITEM}/remove/", plan_items.PlanItemRemove.as_view(), name="plan_item_remove"),
    path(f"{ITEM}/up/", plan_items.plan_item_move, {"act": "up"}, name="plan_item_up"),
    path(f"{ITEM}/down/", plan_items.plan_item_move, {"act": "down"}, name="plan_item_down"),
    path(f"{ITEM}/events/new/", plan_items.PlanEventAdd.as_view(), name="plan_event_add"),
    path(f"{ITEM}/events/<int:event>/", plan_items.PlanEventEdit.as_view(), name="plan_event_edit"),
    path(f"{ITEM}/events/<int:event>/move/", plan_items.PlanEventMove.as_view(), name="plan_event_move"),
    path(f"{PLAN}/<slug:transition>/", TransitionPage.as_view(model=SupervisionPlan), name="plan_transition"),
]
