"""The proofs: withheld text is nowhere, under no address, to nobody who may not read it.

`python -m tests.proofs` lists them; addresses.toml names every address of the site.
"""
