"""What a request tells about its sender."""
