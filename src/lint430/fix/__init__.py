"""Fixes: edits that checks offer, chosen, applied in memory and checked again; nothing here writes a file."""
