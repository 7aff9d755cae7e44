"""The core of Mạch: customer-journey maps and the feedback that measures them, without a screen."""

__version__ = "0.1.0"
