"""Where Streamlit's script lies: apart from `pages/`, which Streamlit would otherwise serve by itself, without the shell around it."""
