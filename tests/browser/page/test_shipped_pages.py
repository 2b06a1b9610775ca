import base64
import gzip
import re
from pathlib import Path

import pytest

from sipabm.browser.page import page

PAGES = Path(__file__).parents[3] / "docs" / "pages"
PACKED = re.compile(r'(id="packed-\w+">)([^<]*)<')


def content(text):
    """Return a page with what is packed in it as bytes in text: how well it is packed hangs on the library."""
    return PACKED.sub(lambda found: found[1] + gzip.decompress(base64.b64decode(found[2])).hex(), text)


@pytest.mark.parametrize("name", ["classroom", "world", "denmark"])
def test_a_page_in_the_docs_is_the_one_that_would_be_made_now(name):
    # Not `==` on its own, whose message would be a megabyte long.
    same = content((PAGES / f"{name}.html").read_text("utf-8")) == content(page(name))
    assert same, f"docs/pages/{name}.html is of an earlier state; make it anew (make page)"
