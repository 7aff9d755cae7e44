from components import shell

shell.require(__file__)

import streamlit as st

from components.assign_view import draw_assignment
from components.texts import t

st.title(t("assign.title"), anchor=False)
st.caption(t("assign.intro"))
draw_assignment()
