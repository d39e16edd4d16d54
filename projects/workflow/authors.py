from django.utils.translation import gettext_lazy as _


def only_authors(project, by):
    """The sentence for everybody but those whose own work the project is."""
    return "" if by in project.authors else _("Only the owner of the project can take this step.")
