"""Use case of the lead: take the text of a contribution into the own result."""

from collections.abc import Mapping
from datetime import datetime
from typing import Unpack

from django.db import transaction

from reporting.contributions import contributing
from reporting.entries import editing
from reporting.entries.fields import own_content_of
from reporting.filing import filing, merging
from reporting.filing.filing import SavedContent
from reporting.models import Contribution, ProgressEntry
from tracker.lib.refusal import Refused
from units.models import User


@transaction.atomic
def take_in(
    *,
    entry: ProgressEntry,
    contribution: Contribution,
    seen_version: int,
    base: str,
    by: User,
    at: datetime,
    choices: Mapping[str, str],
    chosen_at: int | None,
    **content: Unpack[SavedContent],
) -> list[merging.Field]:
    """Save what the writer typed, then append the text of `contribution` to the result.

    Both are saves like any other, all or nothing: Collision and Refused leave the entry as it was.
    The source stays linked, and is taken once. Returns the fields taken from another person.
    """
    editing.check_editable(entry, at=at)
    contributing.use(contribution=contribution, entry=entry, by=by, at=at)
    taken = merging.save(
        entry=entry,
        seen_version=seen_version,
        base=base,
        choices=choices,
        chosen_at=chosen_at,
        by=by,
        at=at,
        **content,
    )
    result = "\n\n".join(filter(None, [entry.result.rstrip(), contribution.text]))
    if len(result) > filing.LONGEST_TEXT:
        raise Refused("Kết quả sẽ quá dài nếu lấy thêm nội dung này; hãy rút gọn rồi lấy lại.")
    longer = own_content_of(entry)
    longer["result"] = result
    filing.save_entry(entry=entry, seen_version=entry.version, by=by, at=at, **longer)
    return taken
