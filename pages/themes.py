from components import shell

shell.require(__file__)

from components.themes_page import draw_themes_page

draw_themes_page()
