"""The script that Streamlit runs for each session, again at every change."""

from qualcode.app.shell import show

show()
