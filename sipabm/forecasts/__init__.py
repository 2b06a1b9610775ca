"""Forecasts: what could have been foretold of new partnerships in a past year, and how good it would have been.

The flow: the record up to an origin → nulls, and the model with numbers fitted to that record and with the funds known
then → quantiles of the counts of later years → scores. Nothing that happened after an origin reaches its forecasts.
"""
