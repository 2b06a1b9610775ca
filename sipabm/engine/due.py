"""Due: the projects whose gate comes this quarter, found once for all phases."""


def due(s, step):
    """List the projects due this quarter, in the order in which they started."""
    run = s.run[0]
    run.due = 0
    for place in range(run.projects):
        slot = s.active[place]
        if s.projects[slot].due == step:
            s.due[run.due] = slot
            run.due += 1
