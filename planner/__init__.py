"""Facility conversion planner: Bitcoin mines into AI data halls."""
