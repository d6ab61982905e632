"""What is seen: widgets show and emit, and compute nothing."""
