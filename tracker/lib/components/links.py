"""Addresses of pages: Django's tag, which looks each of them up once."""

from django import template
from django.template import defaulttags
from django.template.base import Parser, Token
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape

from tracker.lib.addresses import address_of

register = template.Library()


class Address(defaulttags.URLNode):
    def render(self, context: template.Context) -> str:
        if self.kwargs:
            return super().render(context)
        args = [arg.resolve(context) for arg in self.args]
        try:
            url = address_of(self.view_name.resolve(context), *args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            url = ""
        if self.asvar:
            context[self.asvar] = url
            return ""
        return conditional_escape(url) if context.autoescape else url


@register.tag
def url(parser: Parser, token: Token) -> Address:
    """Django's tag of this name: {% url "reporting:task" task.pk %}."""
    found = defaulttags.url(parser, token)
    return Address(found.view_name, found.args, found.kwargs, found.asvar)
