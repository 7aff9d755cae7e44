from components.shell import run_app

run_app()
