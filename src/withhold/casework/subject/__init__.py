"""What a record subject may do: read the accounting, contest an entry. Also the suspension of an accounting."""
