"""Present: the network for a hall, without panel and tools, with a caption below and a laser dot."""
