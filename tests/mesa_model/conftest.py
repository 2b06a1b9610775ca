"""Shared by the tests of the Mesa model: one finished run."""

import warnings

import pytest

from sipabm.mesa_model import PartnershipModel


@pytest.fixture(scope="session")
def model(lively):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return PartnershipModel(lively, 1).run()
