"""Text generation for the platform's assistants."""
