"""Makes the weights of the bare form: composes pages whose cards are known, and learns from them.

Run as `python -m obverse.formats.pasted.training`; nothing here is needed for reading.
"""
