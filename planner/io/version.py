"""Version of the planner, named in every export. A constant: asking the installed package costs 20 ms."""

PLANNER_VERSION = "0.1.0"
SCHEMA_VERSION = 1
"""Version of the formats of exports; raised when a key changes its meaning or goes."""
