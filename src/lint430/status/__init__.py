"""The status of every suite: measured from one run, written as a document, and compared over time."""
