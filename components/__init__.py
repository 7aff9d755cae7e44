"""Everything that may import streamlit, besides the pages and app.py."""
