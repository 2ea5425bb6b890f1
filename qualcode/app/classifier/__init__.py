"""Parts of the page on the trained classifier."""
