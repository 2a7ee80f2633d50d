"""Making an instance and opening one: where the application context is put together."""
