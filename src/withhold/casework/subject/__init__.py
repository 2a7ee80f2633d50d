"""What a record subject may do: read the accounting and contest an entry. Also suspends an accounting."""
