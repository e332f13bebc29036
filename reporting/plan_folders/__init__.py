"""One plan with all that belongs to it, as a folder that people read and that is imported again.

`tables` says which rows belong to a plan, and in which file they are written. `exporting` writes
a folder or a .zip; `opening` reads one without trusting it; `units_known` compares its units with
those of the directory; `bringing_in` writes it as a plan, all or nothing.
"""
