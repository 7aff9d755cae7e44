from components import shell

shell.require(__file__)

from components.wall_view import draw_wall

draw_wall()
