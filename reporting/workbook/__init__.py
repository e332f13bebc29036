"""The unit's form as an Excel workbook: written, filled in offline, read back, confirmed.

`writing` makes the workbook, `reading` reads or refuses one, `comparing` compares it with the
saved entries, `importing` keeps the comparison and writes it after a confirmation. `layout` is
the format of both directions.
"""
