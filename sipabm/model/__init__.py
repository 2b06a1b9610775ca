"""The walk: who meets which rule when, written once as plain functions over records.

A record is a row of an array in `sipabm.engine`, which compiles these functions, and an agent or another object in
`sipabm.mesa_model`, which runs them as they stand. `timetable` names the order of a quarter, `records` all that the
functions read and write. A function whose actor may decide otherwise bears `@decision`.
"""
