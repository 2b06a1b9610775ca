"""Language: the only place where a number becomes text."""
