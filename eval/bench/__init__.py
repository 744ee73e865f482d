"""Speed and size on this machine: ``python -m eval.bench`` prints them and writes the figures file."""
