"""Parts of the codebook page."""
