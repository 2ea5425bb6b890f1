"""The parts of the page of speakers, one a view."""
