"""Tells a disk without room from a fault of the product, by the error of the write that failed."""

import errno
import sqlite3

import psycopg

_ERRNOS = (errno.ENOSPC, errno.EDQUOT)
# Where the write-ahead log cannot grow, SQLite tells of a failed read or write
_SQLITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)


def is_full(error: BaseException | None) -> bool:
    """Whether `error`, or what it was raised from, says that the disk is full."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if _says_full(error):
            return True
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return False


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _ERRNOS
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) in _SQLITE
    return isinstance(error, psycopg.errors.DiskFull)
