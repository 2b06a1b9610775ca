"""The page: the engine with a lesson and a policy view in one HTML file, which asks nothing of any server."""

from sipabm.browser.page.assembly import VIEWS, page
from sipabm.browser.page.inside import page_inside

__all__ = ["VIEWS", "page", "page_inside"]
