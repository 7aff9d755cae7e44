from components import shell

shell.require(__file__)

import streamlit as st

from components.import_flow import draw_import_flow
from components.import_history import draw_import_history
from components.texts import t

st.title(t("import.title"), anchor=False)
st.caption(t("import.intro"))
draw_import_flow()
draw_import_history()
