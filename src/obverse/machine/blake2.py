"""BLAKE2b alone: `hashlib` loads OpenSSL too, which takes 3 ms of every start and is not used."""

try:
    from _blake2 import blake2b
except ImportError:  # a Python that has it only there
    from hashlib import blake2b

__all__ = ["blake2b"]
