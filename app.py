"""Door for `streamlit run app.py`. `qualcode app` is the better one: it brings its own safe settings; this one asks for them."""

import os
import sys

import streamlit as st

from qualcode.texts import text

if __name__ == "__main__":
    on_loopback = st.get_option("server.address") in ("127.0.0.1", "localhost", "::1")
    if on_loopback and not st.get_option("browser.gatherUsageStats"):
        from qualcode.app.shell import show

        show()
    else:
        sentence = text("app.unsafe_start", "en" if os.environ.get("QUALCODE_LANGUAGE", "").lower().startswith("en") else "nl")
        sys.stderr.write(f"{sentence}\n")
        st.error(sentence)
        st.stop()
