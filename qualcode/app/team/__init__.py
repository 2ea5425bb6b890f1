"""Several coders: side by side, coding apart, blind coding."""
