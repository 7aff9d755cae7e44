from components import shell

shell.require(__file__)

from components.personas_page import draw_personas_page

draw_personas_page()
