"""The page Compare: one file a view, with what they share in `settings` and `behind`."""
