from components import shell

shell.require(__file__)

import streamlit as st

from components.texts import t

st.title(t("nav.home"), anchor=False)
