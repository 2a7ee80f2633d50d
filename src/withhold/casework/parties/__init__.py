"""What the requesting agency, and everyone entitled to a receipt, may see."""
