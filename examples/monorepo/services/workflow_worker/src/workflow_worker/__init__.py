"""Runs the activities of platform workflows and reports their progress."""
