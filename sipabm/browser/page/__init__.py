"""The page: the engine with a lesson and a policy view in one HTML file, which asks nothing of any server."""

from sipabm.browser.page.assembly import VIEWS, page

__all__ = ["VIEWS", "page"]
