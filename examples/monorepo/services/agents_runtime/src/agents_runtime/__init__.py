"""Runs agents and keeps what they produce."""
