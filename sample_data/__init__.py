"""The sample company: its files and the script that makes them."""
