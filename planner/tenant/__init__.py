"""Tenant requirement packs: what a lease asks of a hall, pass or gap."""

from planner.tenant.check import tenant_checks, tenant_problems, unknown_packs
from planner.tenant.result import TenantCheck

__all__ = ["TenantCheck", "tenant_checks", "tenant_problems", "unknown_packs"]
