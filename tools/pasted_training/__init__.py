"""Makes the weights of the bare form: composes pages whose cards are known, and learns from them.

Run as `python -m pasted_training`; nothing here is needed for reading.
"""
