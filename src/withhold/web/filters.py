"""Template filters of the pages."""

from django import template

register = template.Library()


@register.filter
def words(name: object) -> str:
    """A name with its underscores as spaces."""
    return str(name).replace("_", " ")
