"""The platform's long-running workflows."""
