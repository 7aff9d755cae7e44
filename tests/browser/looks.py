"""What a page must never look like: too wide, in the wrong language, with a key for a text, with an error box."""

from __future__ import annotations

import re
from typing import Any

from cx_core.i18n import catalogue
from tests.browser.hostile import CHANNEL, PLACE

#: Everything a person or a screen reader can read, and what is wrong with the frame.
_READ = """() => {
  const said = document.body.innerText.split('\\n').map((one) => one.trim()).filter(Boolean);
  const told = [...said];
  const walk = (root) => {
    for (const node of root.querySelectorAll('*')) {
      for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
        if (node.getAttribute(name)) told.push(node.getAttribute(name));
      }
      if (node.shadowRoot) {
        const style = [...node.shadowRoot.querySelectorAll('style')].map((one) => one.textContent).join('');
        for (const kid of node.shadowRoot.querySelectorAll('*')) {
          const own = [...kid.childNodes].filter((one) => one.nodeType === 3).map((one) => one.textContent).join('');
          if (own.trim() && !style.includes(own)) told.push(own.trim());
        }
        walk(node.shadowRoot);
      }
    }
  };
  walk(document);
  const app = document.querySelector('[data-testid="stApp"]');
  const main = document.querySelector('[data-testid="stMain"]');
  const [red, green, blue] = getComputedStyle(app).backgroundColor.match(/\\d+/g).map(Number);
  return {
    said, told,
    wide: Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth),
    // That data are old is said in red, and no fault of the page.
    errors: [...document.querySelectorAll('[data-testid="stException"], [data-testid="stAlertContentError"]')]
      .filter((one) => !one.closest('.st-key-stale_notice')).length,
    dark: red + green + blue < 384,
    pwned: window.pwned ?? null,
    images: [...document.images].map((one) => one.getAttribute('src')).filter((one) => /^x$|evil/.test(one)),
    links: [...document.links].map((one) => one.href).filter((one) => !one.startsWith(location.origin)),
  };
}"""
#: Texts of the screen that stand there in both languages: of the test's own data, and the names of the languages.
_BOTH = {"Giao hàng", CHANNEL, PLACE, "English", "Tiếng Việt"}


def faults(page: Any, language: str, scheme: str) -> list[str]:
    """Return what is wrong with a page as it stands, each as a sentence; nothing is good."""
    page.wait_for_function("language => document.documentElement.lang === language", arg=language)
    seen = page.evaluate(_READ)
    found = [f"{seen['wide']} pixels too wide"] if seen["wide"] > 1 else []
    found += ["an error box"] if seen["errors"] else []
    found += [f"the page is not {scheme}"] if seen["dark"] != (scheme == "dark") else []
    found += ["a customer's text was run"] if seen["pwned"] else []
    found += [f"a customer's text became {one!r}" for one in (*seen["images"], *seen["links"])]
    found += [f"a key or a placeholder for a text: {one!r}" for one in _keys(seen["told"])]
    found += [f"in another language: {one!r}" for one in sorted(_foreign(seen["said"], language))]
    return found


def _keys(said: list[str]) -> set[str]:
    areas = {key.split(".")[0] for key in catalogue("vi")}
    words = {word for line in said for word in re.findall(r"\b[a-z_]+(?:\.[a-z0-9_]+)+\b|\{[a-z_]+\}", line)}
    return {word for word in words if word.split(".")[0] in areas or word.startswith("{")}


def _foreign(said: list[str], language: str) -> set[str]:
    own = set(catalogue(language).values())
    other = set(catalogue("en" if language == "vi" else "vi").values())
    return {line for line in said if len(line) > 3} & (other - own) - _BOTH
