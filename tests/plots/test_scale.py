"""Scale: wide enough for all panels."""

from matplotlib.figure import Figure

from sipabm.plots import same_scale


def test_panels_have_the_widest_limits_and_others_keep_theirs():
    one, two, other = Figure().subplots(1, 3)
    for axes, limits in ((one, (0, 1)), (two, (-2, 0.5)), (other, (5, 6))):
        axes.set_ylim(limits)
    same_scale([one, two])
    assert one.get_ylim() == two.get_ylim() == (-2, 1)
    assert other.get_ylim() == (5, 6)
