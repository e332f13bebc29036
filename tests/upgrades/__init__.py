"""Databases of earlier commits, each of which must migrate to the newest state with all its rows.

`from_NAME.json` holds the rows of a small demonstration as the commit NAME stored them;
`test_upgrades.py` runs over all of these files. A migration that renames a model or a field, or
that rewrites stored values, names it in `changes.py`. `python -m tests.upgrades NAME` makes the
next fixture: one for each issue, on the last commit before its first migration.
"""
