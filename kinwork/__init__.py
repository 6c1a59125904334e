"""Kinwork: an open platform for service coordination in health and human services."""

__version__ = "0.1.0"
