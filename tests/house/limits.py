"""The limits of all figures, in one table.

A figure without a row here is printed and has no limit. A limit is lowered, never raised.
"""

# Each begins at the value of 724fb99; where that is not yet good enough, the goal stands beside it
LIMITS: dict[str, float] = {
    "template lines > 160 bytes": 14,  # goal: 1
    "template lines > 160 characters": 13.1,  # goal: 1
    "template lines > 120 characters": 17.5,  # goal: 3
    "template lines with >= 4 {% tags": 6.6,  # goal: 0.5
    "files in the largest folder of templates": 24,
    "files in the largest folder of tests": 24,
    "circles of imports": 0,
    "ignored imports": 0,
    "modules outside every layer": 0,
    "files that know the field `recommendation`": 6,
    "most complex function": 18,  # goal: 12
    "mypy strict errors": 0,
    "uses of `Any`, demo aside": 180,  # goal: 99
    "named constraints without a test": 0,
    "class names with two meanings": 3,  # goal: 0
}
