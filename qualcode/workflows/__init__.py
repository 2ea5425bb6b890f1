"""The verbs that both fronts share: one file a verb."""
