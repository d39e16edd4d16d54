"""`{% load frame %}`: for the parts of pages that are the same from request to request."""

from django import template
from django.utils.translation import get_language

register = template.Library()


class DrawnOnce(template.Node):
    MOST = 500

    def __init__(self, keys, nodelist):
        self.keys, self.nodelist, self.drawn = keys, nodelist, {}

    def render(self, context):
        key = (get_language(), *(key.resolve(context) for key in self.keys))
        if key not in self.drawn:
            if len(self.drawn) >= self.MOST:
                self.drawn.clear()
            self.drawn[key] = self.nodelist.render(context)
        return self.drawn[key]


@register.tag
def drawn_once(parser, token):
    """{% drawn_once key … %} … {% enddrawn_once %}: drawn anew for each language and each value of the keys, and kept
    in the memory of the process. What is inside must depend on nothing else, least on a secret of the request."""
    keys = [parser.compile_filter(key) for key in token.split_contents()[1:]]
    nodelist = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return DrawnOnce(keys, nodelist)
