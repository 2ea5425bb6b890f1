"""What the terminal may say of an error that nobody foresaw."""

from __future__ import annotations

import logging
import traceback


class PlaceOnly(logging.Filter):
    """Only kind and place of an error are printed: its message could quote an interview."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            record.msg = f"{record.getMessage()}: {kind.__name__}\n{''.join(traceback.format_tb(trace))}"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True


def hide_messages() -> None:
    """Makes Streamlit's own log of script errors go through `PlaceOnly`."""
    from streamlit.logger import get_logger

    get_logger("streamlit.error_util").addFilter(PlaceOnly())
