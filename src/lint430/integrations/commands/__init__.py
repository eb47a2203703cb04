"""The commands: one module each, with ``command``. A folder is the registry; a module is imported when its command is asked for."""
