namespace pipeline {}
