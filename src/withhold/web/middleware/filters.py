"""Template filters of the pages."""

from django import template

register = template.Library()


@register.filter
def words(name: object) -> str:
    """A name with its underscores as spaces."""
    return str(name).replace("_", " ")


@register.filter
def percent(share: float) -> str:
    """A share from 0 to 1 in whole percent."""
    return f"{share:.0%}"
