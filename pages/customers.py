from components import shell

shell.require(__file__)

from components.customers_view import draw_customers

draw_customers()
