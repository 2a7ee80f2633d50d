"""Template filters of the pages."""

from django import template

register = template.Library()


@register.filter
def words(name: object) -> str:
    """Return a name with spaces in place of its underscores, for example ``grand jury`` for ``grand_jury``."""
    return str(name).replace("_", " ")


@register.filter
def percent(share: float) -> str:
    """Return a share from 0 to 1 in whole percent, for example ``25%``."""
    return f"{share:.0%}"
