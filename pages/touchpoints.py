from components import shell

shell.require(__file__)

from components.measure_page import measure_page
from components.touchpoints_view import draw_touchpoints

measure_page("touchpoints.title", draw_touchpoints)
