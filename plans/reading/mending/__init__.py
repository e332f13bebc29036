"""Mends text: broken lines, page numbers, old encodings and slips of text recognition."""
