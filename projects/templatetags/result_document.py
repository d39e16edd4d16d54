"""`{% load result_document %}`: what does not agree, as the printed result report says it."""

from django import template

register = template.Library()


@register.inclusion_tag("projects/documents/result_findings.html")
def document_findings(found, where):
    """`found`: {id of a row: [its findings]} (projects.services.results.shown)."""
    return {"findings": found.get(where, ())}
