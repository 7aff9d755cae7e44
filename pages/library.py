from components import shell

shell.require(__file__)

from components.library_page import draw_library_page

draw_library_page()
