"""Screens compose and route; they compute nothing."""
