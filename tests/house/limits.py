"""The limits of all figures, in one table.

A figure without a row here is printed and has no limit. A limit is lowered, never raised.
"""

LIMITS: dict[str, float] = {}
