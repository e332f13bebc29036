"""The hash over everything that people wrote into an issued review, and over its history."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from reporting.models import Review, ReviewStatus

HEAD = (
    "title",
    "number",
    "issued_on",
    "issued_by_id",
    "signer_capacity",
    "signer_post",
    "signer_name",
    "body_id",
    "urgency",
    "urgent_by",
    "circulation",
    "snapshot_sha256",
    "replaces_id",
)


def sha256_of(review: Review, *, pdf_sha256: str, docx_sha256: str) -> str:
    """The hash over head, texts and changed blocks, and over the steps up to the printing.

    It holds the hashes of figures, PDF and Word file too, so that all of them belong together;
    papers from before there was Word have none of that.
    """
    blocks = review.blocks.order_by("key")
    steps = review.events.exclude(to_status=ReviewStatus.ISSUED).order_by("pk")
    content: dict[str, object] = {
        "head": [getattr(review, name) for name in HEAD],
        "pdf": pdf_sha256,
        "blocks": list(
            blocks.values_list("key", "kind", "level", "runs", "after", "position", "is_hidden")
        ),
        "steps": list(steps.values_list("from_status", "to_status", "by", "note")),
    }
    if docx_sha256:
        content["docx"] = docx_sha256
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
