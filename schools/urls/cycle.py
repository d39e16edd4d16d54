from django.urls import path

from schools.views import cycle_papers, extensions, owing

urlpatterns = [
    path("sars/owing/", owing.sar_owing, name="sar_owing"),
    path("cycles/<int:pk>/papers/new/", cycle_papers.cycle_paper_add, name="cycle_paper_add"),
    path("cycles/<int:pk>/papers/<int:paper>/", cycle_papers.cycle_paper, name="cycle_paper"),
    path("cycles/<int:pk>/papers/<int:paper>/remove/", cycle_papers.cycle_paper_remove, name="cycle_paper_remove"),
    path("sars/<int:pk>/extension/withdraw/", extensions.sar_withdraw_extension, name="sar_withdraw_extension"),
]
