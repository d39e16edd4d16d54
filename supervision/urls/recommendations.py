from django.urls import path

from qa_portal.core.pages import TransitionPage
from supervision.models import Recommendation
from supervision.views import improvement_parts as parts
from supervision.views import recommendations

GOAL = "recommendations/<int:pk>"

urlpatterns = [
    path("recommendations/", recommendations.RecommendationList.as_view(), name="recommendation_list"),
    path(
        "assessments/<int:pk>/recommendations/",
        recommendations.RecommendationWords.as_view(),
        name="recommendation_words",
    ),
    path(f"{GOAL}/", recommendations.RecommendationDetail.as_view(), name="recommendation_detail"),
    path(f"{GOAL}/edit/", recommendations.GoalEdit.as_view(), name="recommendation_edit"),
    path(f"{GOAL}/parts/new/", parts.PartAdd.as_view(), name="part_add"),
    path(f"{GOAL}/parts/<int:part>/", parts.PartEdit.as_view(), name="part_edit"),
    path(f"{GOAL}/parts/<int:part>/remove/", parts.PartRemove.as_view(), name="part_remove"),
    path(f"{GOAL}/parts/<int:part>/done/", parts.PartFinish.as_view(), name="part_finish"),
    path(f"{GOAL}/parts/<int:part>/file/", parts.part_file, name="part_file"),
    path(
        f"{GOAL}/<slug:transition>/",
        TransitionPage.as_view(model=Recommendation),
        name="recommendation_transition",
    ),
]
