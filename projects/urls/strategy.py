from django.urls import path

from projects.views import strategy, strategy_files, strategy_years

urlpatterns = [
    path("", strategy.strategy_list, name="strategy_list"),
    path("add/", strategy.StrategyAdd.as_view(), name="strategy_add"),
    path("coverage/", strategy_years.strategy_coverage, name="strategy_coverage"),
    path("trend/", strategy_years.strategy_trend, name="strategy_trend"),
    path("carry/<int:year>/", strategy_years.strategy_carry, name="strategy_carry"),
    path("template.xlsx", strategy_files.strategy_template, name="strategy_template"),
    path("<int:year>.xlsx", strategy_files.strategy_xlsx, name="strategy_xlsx"),
    path("import/<int:year>/", strategy_files.StrategyUpload.as_view(), name="strategy_upload"),
    path("import/<int:year>/<int:pk>/", strategy_files.strategy_preview, name="strategy_preview"),
    path("import/<int:year>/<int:pk>/rejected/", strategy_files.strategy_rejected, name="strategy_rejected"),
    path("<int:pk>/edit/", strategy.StrategyEdit.as_view(), name="strategy_edit"),
    path("<int:pk>/delete/", strategy.strategy_delete, name="strategy_delete"),
]
