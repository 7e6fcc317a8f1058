"""The sample county: written by hand in resources/samples, and grown to any size from there.

Pure: reads its sources and makes snapshots; knows the model alone. The same seed gives the
same county on every machine, which is why chance comes from `core.sample.noise`.
"""
