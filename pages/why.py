from components import shell

shell.require(__file__)

from components.measure_page import measure_page
from components.why_view import draw_why

measure_page("why.title", draw_why)
