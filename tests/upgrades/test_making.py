"""The next fixture can be made at any time, and holds a row of every table."""

from reporting.models import NoticeKind
from tests.factories import NOON
from tests.upgrades import making


def test_a_fixture_of_today_covers_every_table_and_every_kind_of_notice(db, settings, tmp_path):
    settings.MEDIA_ROOT = settings.DATA_DIR = tmp_path
    tables = making.make_fixture(at=NOON)["tables"]

    assert [label for label, table in tables.items() if not table["rows"]] == []
    kind = tables["reporting.Notice"]["fields"].index("kind")
    assert {row[kind] for row in tables["reporting.Notice"]["rows"]} == set(NoticeKind)
