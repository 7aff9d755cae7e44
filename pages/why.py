from components import shell

shell.require(__file__)

from components.why_page import draw_why

draw_why()
