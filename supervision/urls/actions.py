from django.urls import path

from supervision.views import actions, follow_up_rules, promises

urlpatterns = [
    path("actions/", actions.ActionList.as_view(), name="action_list"),
    path("actions/kept/", promises.KeptPromises.as_view(), name="kept_promises"),
    path("actions/rules/", follow_up_rules.FollowUpRulesEdit.as_view(), name="follow_up_rules"),
    path("actions/<int:pk>/", actions.ActionDetail.as_view(), name="action_detail"),
    path("actions/<int:pk>/evidence/<int:evidence>/", actions.evidence_file, name="action_evidence"),
    path("actions/<int:pk>/<slug:transition>/", actions.ActionStep.as_view(), name="action_transition"),
]
