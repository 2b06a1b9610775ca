"""Take the picture of the page that the README shows: in Chromium, of docs/pages/world.html as it stands."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

PAGE = Path(__file__).with_name("pages") / "world.html"
PICTURE = PAGE.with_name("lesson.png")
STATE = "#step=off&off=leaving&expected=off+leaving:more"
SIZE = {"width": 1280, "height": 900}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Write the picture once all histories are simulated; return the exit code."""
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        print(f"playwright is not installed (it comes with the tools for tests); {PICTURE.name} stays as it is")
        return 1
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        print(f"no Chromium is found (looked for {', '.join(BROWSERS)}); {PICTURE.name} stays as it is")
        return 1
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        page.goto(f"{PAGE.as_uri()}{STATE}")
        page.locator(".said").first.wait_for(timeout=60_000)
        # A first picture is there before the last histories are.
        expect(page.locator(".busy")).to_have_text("", timeout=120_000)
        page.screenshot(path=PICTURE)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
