"""What inspectors and the public see: figures, histories and the annual report."""
