"""Backups: all rows and all files in one encrypted file that either kind of database restores.

A backup is a tar of JSON lines and files (`archive`), compressed and sealed (`sealing`) with a
key (`keys`), in a folder that keeps some of them (`shelf`). `rows` reads and writes tables;
`restoring` fills an empty database.
"""
