"""The parts of the documents page, one a view."""
