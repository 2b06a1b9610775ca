"""The rules of the model: plain functions of numbers, one module for each phase.

A rule draws nothing and touches no agent, array or file. `sipabm.mesa_model` calls rules as they are;
`sipabm.compilation` registers every function here for `sipabm.engine`.

Below what a rule returns stand the units and ranges of what it takes and returns. They mean the same everywhere:

- a share, a probability and trust lie in [0, 1];
- a share of target is a quality, a success or results: 1 is the target, and more is possible;
- a share of capital is a cost, a multiple of capital is worth or a price: both are money by the project's capital;
- `luck` is a uniform number in [0, 1), `normal_luck` a standard normal one; they are not named again;
- what is true or false has no unit.

A source, in the last line, stands for the form of a rule or for its direction. A rule without one is arithmetic, or
its form is assumed. Sizes are parameters, which have sources of their own.
"""
