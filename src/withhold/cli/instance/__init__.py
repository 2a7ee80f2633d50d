"""Commands that run and maintain an instance."""
