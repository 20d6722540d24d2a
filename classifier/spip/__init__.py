"""SPIP sites: opened in whatever form they come, read without being changed."""
