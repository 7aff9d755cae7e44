from components import shell

shell.require(__file__)

from components.drivers_view import draw_drivers
from components.measure_page import measure_page

measure_page("drivers.title", draw_drivers, scores_only=True)
