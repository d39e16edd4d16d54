from django import template

register = template.Library()


@register.filter
def as_award(name):
    """ "รางวัล" before a name that does not begin with the word itself."""
    return name if name.startswith("รางวัล") else f"รางวัล {name}"
