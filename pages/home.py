from components import shell

shell.require(__file__)

import streamlit as st

from components import home_view
from components.cached import workspace
from components.saved_views import pinned_views
from components.texts import t

if workspace().is_empty:
    home_view.draw_beginning()
else:
    st.title(t("home.title"), anchor=False)
    pinned_views()
    home_view.draw_overview()
