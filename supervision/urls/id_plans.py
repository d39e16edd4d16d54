from django.urls import path

from supervision.views import id_plans

urlpatterns = [
    path("id-plans/", id_plans.IdPlanList.as_view(), name="id_plan_list"),
    path("id-plans/<int:pk>/", id_plans.IdPlanDetail.as_view(), name="id_plan_detail"),
    path("id-plans/<int:pk>/acknowledge/", id_plans.order_acknowledge, name="order_acknowledge"),
    path("id-plans/<int:pk>/file/", id_plans.id_plan_file, name="id_plan_file"),
]
