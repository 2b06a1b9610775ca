"""What a run leaves behind: the columns of its tables, the tables as pandas frames, and the manifest."""
