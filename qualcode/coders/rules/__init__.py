"""The rule coder."""

from qualcode.coders.rules.coder import RuleCoder, RuleHit

__all__ = ["RuleCoder", "RuleHit"]
