"""Drills: faults put into the running product, `make drill MINUTES=3 ENGINE=sqlite|postgres`.

The product runs in real processes (`stage.Stage`), people save results, comment and add files over
HTTP the whole time (`people`), reviews are compiled (`jobs`), and one fault after the other is put
in. Acknowledged is what an answer was received to; what is lost of it is looked up in the database,
and for files in their folder, at the end.

**Add a fault**: a module with `FAULTS`, a list of `figures.Fault`, named in `__main__.FAULTS`. A
fault gets the stage, does its harm and undoes what a person would have to undo; `Stage` then waits
until everything works again. A fault that needs what this machine lacks raises `figures.Skipped`
with the reason, which is printed in its row.

**Add bad inputs**: a function `(Stage, minutes) -> figures.Inputs` that sends them and counts
inputs, answers of 5xx and partial writes, named in `__main__.INPUTS`, as `inputs` does. It runs
before the faults, while nobody else saves, with the people of the demonstration
(`tracker.demo.people.PASSWORD`).
`stage.stored.counts()` counts the rows of all tables, to compare before and after.

`messages` is also run by itself: messages through a broker whose writers and readers are killed.
"""
