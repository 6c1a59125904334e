"""What a family says about its sharing, as a worker writes it down at the desk; receipts to hand over."""
