"""What runs leave behind: their tables, the columns of these, and the folder they are kept in."""
