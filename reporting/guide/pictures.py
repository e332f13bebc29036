"""The tag for a picture in the guide."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

SIZE = (1200, 676)


@register.simple_block_tag
def picture(content: str, name: str) -> SafeString:
    """A screen of the demonstration: {% picture "periods" %}What it shows{% endpicture %}.

    The contents are its caption and what those hear who do not see it.
    """
    words = " ".join(content.split())
    return format_html(
        '<figure class="guide__picture"><a href="{0}">'
        '<img src="{0}" alt="{1}" width="{2}" height="{3}" loading="lazy"></a>'
        "<figcaption>{1}</figcaption></figure>",
        static(f"guide/{name}.webp"),
        words,
        *SIZE,
    )
