from django.urls import path

from .views import public

app_name = "public"
urlpatterns = [
    path("", public.public_home, name="home"),
    path("<slug:code>/", public.public_office, name="office"),
    path("<slug:code>/synthesis/<int:year>/", public.public_synthesis, name="synthesis"),
    path("<slug:code>/synthesis/<int:year>/pdf/", public.public_synthesis_pdf, name="synthesis_pdf"),
]
