from components import shell

shell.require(__file__)

from components.feedback_view import draw_feedback

draw_feedback()
