"""What holds for every test: a busy machine may take its time."""

from hypothesis import HealthCheck, settings

# A law is about values, not about how long one example takes.
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
