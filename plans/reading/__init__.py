"""Recognises the text of a plan: its head, parts, tasks, bodies, deadlines and documents.

Pure functions: nothing here reads or writes the database. `intake` turns a file into lines,
`reading` turns lines into findings, which a person confirms before anything is written.
"""
