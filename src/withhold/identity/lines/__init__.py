"""The forms of one address line: house numbers, boxes and routes, Spanish forms, and numbers in words."""
