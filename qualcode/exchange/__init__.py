"""Foreign and shared forms of projects and codebooks, in and out."""
