"""The façade that pages and the command line call: one workspace folder, no logic of its own."""
