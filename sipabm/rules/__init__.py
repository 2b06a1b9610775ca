"""The rules of the model: plain functions of numbers, one module for each phase.

A rule draws nothing and touches no agent, array or file. `sipabm.mesa_model` calls rules as they are;
`sipabm.engine.compilation` registers every function here for `sipabm.engine`.
"""
