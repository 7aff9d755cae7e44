from components import shell

shell.require(__file__)

from components.journey_page import draw_journey_page

draw_journey_page()
