"""Recording what is on the screen as it happens: the picture, the chip beside it, the sheet afterwards."""
