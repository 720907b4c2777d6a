"""``{% load example %}``: the role picker beside sign-in."""

from django import template

from harborlight.project.example.walk_in import Door, doors

register = template.Library()


@register.simple_tag
def walk_in_doors() -> list[Door]:
    """Every role with the invented members who hold it."""
    return doors()
