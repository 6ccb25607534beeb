"""Fetch the depositary's pages, politely and safely, for ``attdata update``.

The only module that opens a connection, and only when asked: https with checked certificates, to
the hosts that ``treaties.csv`` names and no other, one request at a time, within limits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from attdata import __version__
from attdata.problems import ArgumentError, InputError
from attdata.reference import reference_rows

if TYPE_CHECKING:
    import httpx

# A status page of the depositary has up to 0.4 MB and comes within seconds.
MOST_BYTES = 5_000_000
MOST_SECONDS = 30.0
# Tries of one page, and the pause before the first repetition; it doubles each time.
TRIES = 3
FIRST_WAIT = 2.0
# The pause between two pages: the site belongs to others.
BETWEEN_PAGES = 1.0


@dataclass(frozen=True)
class Page:
    """A fetched page, as it came."""

    treaty: str
    address: str
    path: Path


class FetchError(InputError):
    """A page could not be had; the sentence says what happened and what to do by hand."""


def addresses(treaties: Iterable[str] | None = None) -> dict[str, str]:
    """Return the address of each treaty's page, by key, as treaties.csv gives it.

    Raises
    ------
    ArgumentError
        A treaty that treaties.csv does not know, or knows without an https address.

    Examples
    --------
    >>> addresses(["att"])["att"].partition("?")[0]
    'https://treaties.un.org/Pages/ViewDetails.aspx'
    """
    listed = {row["treaty"]: row.get("address", "") for row in reference_rows("treaties")}
    wanted = list(treaties or [key for key, address in listed.items() if address])
    for key in wanted:
        if key not in listed:
            choices = ", ".join(listed)
            raise ArgumentError(f'"{key}" is no treaty of treaties.csv; it has {choices}.')
        if urlsplit(listed[key]).scheme != "https" or not urlsplit(listed[key]).hostname:
            raise ArgumentError(f'treaties.csv has no https address for "{key}".')
    return {key: listed[key] for key in wanted}


def fetch(
    wanted: dict[str, str],
    folder: Path,
    *,
    report: Callable[[str], None] = lambda _: None,
    wait: Callable[[float], None] = time.sleep,
) -> list[Page]:
    """Fetch pages into a folder, one after the other.

    Parameters
    ----------
    wanted
        Treaty -> address, as :func:`addresses` gives them.
    folder
        Where the pages are put, ``TREATY.html`` each, byte for byte.
    report
        Called with a line of progress.
    wait
        Waits a number of seconds.

    Returns
    -------
    list of Page
        In the order asked.

    Raises
    ------
    FetchError
        A page could not be had, or is no whole page; nothing else is changed by that.
    """
    import httpx

    pages = []
    limits = httpx.Timeout(MOST_SECONDS)
    # Certificates are checked, proxies of the environment used (trust_env), redirects refused.
    with httpx.Client(timeout=limits, headers={"User-Agent": user_agent()}) as client:
        for number, (treaty, address) in enumerate(wanted.items()):
            if number:
                wait(BETWEEN_PAGES)
            report(f"{treaty}: {address}")
            content = _tried(client, address, wait)
            path = folder / f"{treaty}.html"
            path.write_bytes(content)
            pages.append(Page(treaty, address, path))
    return pages


def user_agent() -> str:
    """Return how the program names itself: name, version and, where it has one, its address."""
    try:
        links = metadata("attdata").get_all("Project-URL") or []
    except PackageNotFoundError:
        links = []
    homes = [link.partition(",")[2].strip() for link in links if link.startswith("Homepage")]
    return f"attdata/{__version__}" + (f" (+{homes[0]})" if homes else "")


def _tried(client: httpx.Client, address: str, wait: Callable[[float], None]) -> bytes:
    """Return the content of a page, trying again after passing failures."""
    for attempt in range(TRIES):
        try:
            return _content(client, address)
        except _PassingError as failure:
            if attempt + 1 == TRIES:
                raise FetchError(by_hand(address, str(failure))) from failure
            wait(FIRST_WAIT * 2**attempt)
    raise AssertionError("unreachable")


class _PassingError(Exception):
    """A failure that may pass by itself: no answer, or an answer that asks to come again."""


def _content(client: httpx.Client, address: str) -> bytes:
    """Return the content of a page, within time and size."""
    import httpx

    began = time.monotonic()
    try:
        with client.stream("GET", address) as response:
            _refuse(response, address)
            content = bytearray()
            for piece in response.iter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    size = f"is larger than {MOST_BYTES // 1_000_000} MB"
                    raise FetchError(by_hand(address, f"the page {size}"))
                if time.monotonic() - began > MOST_SECONDS:
                    raise _PassingError(f"the page took more than {MOST_SECONDS:.0f} seconds")
    except httpx.TimeoutException:
        raise _PassingError(f"no answer came within {MOST_SECONDS:.0f} seconds") from None
    except httpx.RemoteProtocolError:
        raise _PassingError("the connection broke off before the page was complete") from None
    except httpx.ConnectError as failure:
        if "CERTIFICATE" in str(failure).upper():
            text = "the site's certificate could not be checked, so nothing was read from it"
            raise FetchError(by_hand(address, text)) from None
        raise _PassingError("the site cannot be reached (no network, or a proxy)") from None
    except httpx.HTTPError as failure:
        raise _PassingError(f"the connection failed ({type(failure).__name__})") from None
    if b"</html" not in bytes(content[-2000:]).lower():
        raise _PassingError("the page ends in the middle")
    return bytes(content)


def _refuse(response: httpx.Response, address: str) -> None:
    """Refuse an answer that is no page of the site asked."""
    code = response.status_code
    if response.has_redirect_location:
        to = urlsplit(str(response.headers.get("location", "")))
        same = to.hostname in (None, urlsplit(address).hostname)
        what = (
            "another page, perhaps a login or notice" if same else f"another host ({to.hostname})"
        )
        raise FetchError(by_hand(address, f"the site sends us on to {what}"))
    if code in (401, 403):
        raise FetchError(by_hand(address, f"the site refuses programs (answer {code})"))
    if code in (408, 425, 429) or code >= 500:
        raise _PassingError(f"the site is busy or under maintenance (answer {code})")
    if code != 200:
        raise FetchError(by_hand(address, f"the site gave the answer {code}"))


def by_hand(address: str, what: str) -> str:
    """Return what happened, and how to bring the page in without the network.

    Examples
    --------
    >>> by_hand("https://treaties.un.org/x", "the site refuses programs (answer 403)")[:52]
    'The site refuses programs (answer 403). Open the pag'
    """
    return (
        f"{what[:1].upper()}{what[1:]}. Open the page {address} in a browser, save it, and run: "
        "attdata add FILE. Nothing was changed."
    )


def read_problem(page: Page, problems: Iterable[Any]) -> FetchError:
    """Return the failure of a page that came whole but holds no table that can be read."""
    first = next(iter(problems), None)
    said = f" ({first})" if first is not None else ""
    text = f"the page of {page.treaty} holds no status table in the known layout{said}"
    return FetchError(by_hand(page.address, text))
