"""Fetching the depositary's pages, from a site on this machine with a certificate of its own."""

from __future__ import annotations

import http.server
import shutil
import ssl
import sys
import threading
import time

import pandas as pd
import pytest
import trustme

import attdata as att
from attdata.cli import commands
from attdata.intake import depositary
from attdata.intake.depositary import FetchError, addresses, fetch
from attdata.problems import ArgumentError
from attdata.processed.assemble import build
from pages import newer_page

PAGE = b"<html><body><table><tr><td>Participant</td></tr></table></body></html>"


class Site(http.server.BaseHTTPRequestHandler):
    """Answers by path: a page, or one of the failures that a site has."""

    asked: list[tuple[str, str]] = []
    news = b""

    def do_GET(self):
        self.asked.append((self.path, self.headers["User-Agent"]))
        kind = self.path.strip("/").partition("?")[0]
        code = {"403": 403, "503": 503, "429": 429, "404": 404}.get(kind, 200)
        if kind == "flaky" and sum(path == self.path for path, _ in self.asked) < 3:
            code = 503
        if kind in ("login", "away"):
            to = "/login.aspx" if kind == "login" else "https://elsewhere.example/x"
            self.send_response(302)
            self.send_header("Location", to)
            self.end_headers()
            return
        body = {"half": PAGE[:40], "large": b"x" * 6_000_000, "news": self.news}.get(kind, PAGE)
        self.send_response(code)
        self.send_header("Content-Length", str(len(PAGE) if kind == "cut" else len(body)))
        self.end_headers()
        if kind == "slow":
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.02)
            return
        self.wfile.write(body[:20] if kind == "cut" else body)

    def log_message(self, *_):
        """Keep quiet."""


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def site(authority, tmp_path, monkeypatch):
    """Return the address of the site; its authority is trusted, waits are none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    Site.asked.clear()
    yield f"https://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def get(address, tmp_path):
    waits = []
    pages = fetch({"att": address}, tmp_path, wait=waits.append)
    return pages, waits


def test_a_page_comes_as_it_is_and_the_program_says_who_it_is(site, tmp_path):
    pages, waits = get(f"{site}/page", tmp_path)
    assert pages[0].path.read_bytes() == PAGE
    assert waits == []
    assert Site.asked[0][1].startswith("attdata/0.")


def test_a_passing_failure_is_tried_again_with_growing_waits(site, tmp_path):
    pages, waits = get(f"{site}/flaky", tmp_path)
    assert pages[0].path.read_bytes() == PAGE
    assert waits == [2.0, 4.0]


@pytest.mark.parametrize(
    ("kind", "said", "tries"),
    [
        ("403", "refuses programs (answer 403)", 1),
        ("404", "gave the answer 404", 1),
        ("503", "busy or under maintenance (answer 503)", 3),
        ("429", "busy or under maintenance (answer 429)", 3),
        ("login", "sends us on to another page", 1),
        ("away", "sends us on to another host (elsewhere.example)", 1),
        ("half", "ends in the middle", 3),
        ("cut", "broke off before the page was complete", 3),
        ("large", "larger than 5 MB", 1),
    ],
)
def test_each_failure_says_what_happened_and_how_to_go_on(site, tmp_path, kind, said, tries):
    with pytest.raises(FetchError) as failure:
        get(f"{site}/{kind}", tmp_path)
    text = str(failure.value)
    assert said in text
    assert "attdata add FILE. Nothing was changed." in text
    assert text.count(". ") <= 2
    assert len(Site.asked) == tries


def test_a_page_that_drips_is_given_up(site, tmp_path, monkeypatch):
    monkeypatch.setattr(depositary, "MOST_SECONDS", 0.3)
    with pytest.raises(FetchError, match="took more than 0 seconds|within 0 seconds"):
        get(f"{site}/slow", tmp_path)


def test_a_site_that_nobody_vouches_for_is_not_read(site, tmp_path, monkeypatch):
    stranger = trustme.CA()
    stranger.cert_pem.write_to_path(tmp_path / "other.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "other.pem"))
    with pytest.raises(FetchError, match="certificate could not be checked"):
        get(f"{site}/page", tmp_path)
    assert Site.asked == []


def test_no_network_is_said_in_one_sentence(tmp_path):
    with pytest.raises(FetchError, match="cannot be reached"):
        get("https://localhost:9/page", tmp_path)


def test_only_https_addresses_of_the_reviewed_table_are_fetched():
    assert all(address.startswith("https://") for address in addresses().values())
    with pytest.raises(ArgumentError, match="is no treaty of treaties.csv"):
        addresses(["nonsense"])


@pytest.fixture
def little(root, data, site, tmp_path):
    """Return a working folder with the Treaty's table alone, whose address is the site's."""
    raw = tmp_path / "data" / "raw"
    shutil.copytree(root / "data" / "raw" / "reference", raw / "reference")
    (raw / "membership").mkdir()
    for path in (root / "data/raw/membership").glob("untc_XXVI-8*"):
        shutil.copy(path, raw / "membership")
    table = raw / "reference" / "treaties.csv"
    listed = pd.read_csv(table, dtype=str, keep_default_na=False)
    listed.loc[listed["treaty"] == "att", "address"] = f"{site}/news"
    listed.to_csv(table, index=False)
    build(raw, tmp_path / "data" / "processed")
    Site.news = newer_page(data).encode()
    return tmp_path


def command(capsys, monkeypatch, folder, *words):
    """Run a command in a folder; return its exit code and what it printed."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["attdata", *words])
    with pytest.raises(SystemExit) as ended:
        commands.main()
    printed = capsys.readouterr()
    return ended.value.code or 0, printed.out + printed.err


def test_update_fetches_keeps_builds_and_goes_back(little, capsys, monkeypatch):
    held = {p: p.read_bytes() for p in (little / "data").rglob("*") if p.is_file()}
    code, printed = command(capsys, monkeypatch, little, "update", "--treaty", "att")
    assert code == 0, printed
    assert "att: Angola: ratification 2026-08-20 (new)" in printed
    page = little / "data/raw/membership/untc_XXVI-8_status_2026-10-01.html"
    assert page.read_bytes() == Site.news
    note = page.with_suffix(".source.toml").read_text(encoding="utf-8")
    assert "as_of = 2026-10-01" in note
    assert "localhost" in note  # the address from which it came
    standing = att.status_on(att.load(little / "data/processed"), "2026-10-01")
    assert standing.set_index("iso3").loc["AGO", "status"] == "state_party"
    code, printed = command(capsys, monkeypatch, little, "undo")
    assert code == 0, printed
    assert "Angola" in printed
    assert {p: p.read_bytes() for p in held} == held
    assert not page.exists()


def test_an_update_of_a_page_without_table_changes_nothing(little, capsys, monkeypatch):
    held = {p: p.read_bytes() for p in (little / "data").rglob("*") if p.is_file()}
    Site.news = PAGE
    code, printed = command(capsys, monkeypatch, little, "update", "--treaty", "att")
    assert code != 0
    assert "add" in printed  # how to go on by hand
    now = {p: p.read_bytes() for p in (little / "data").rglob("*") if p.is_file()}
    assert now == held
