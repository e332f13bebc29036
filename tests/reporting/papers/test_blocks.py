"""A document of blocks."""

from tests.reporting.papers.scene import document


def test_a_document_names_each_block_once():
    keys = [block.key for block in document().all_blocks()]

    assert len(keys) == len(set(keys)) > 5
