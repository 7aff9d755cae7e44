from components import shell

shell.require(__file__)

from components.trends_page import draw_trends

draw_trends()
