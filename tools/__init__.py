"""Tools of the people who build the app. Nothing here is needed to run it."""
