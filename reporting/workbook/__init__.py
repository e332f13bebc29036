"""The unit's form as an Excel workbook: written, filled off line, read back, confirmed.

`writing` makes the workbook, `reading` refuses or reads one, `comparing` holds it against what is
saved, `importing` keeps the comparison and writes it after a person's word. `layout` is what
both ends agree on.
"""
