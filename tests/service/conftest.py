"""Fixtures of the service tests: a site of its own in a fresh folder for every test."""
import http.server
import pathlib
import shutil
import sys
import textwrap
import threading

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from placard import Placard  # noqa: E402

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / 'examples/challenge'

TEMPLATE = '''<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #204060; color: white; font: 40px Inter, sans-serif }
p { margin: 20px }
</style><p>{{km}} km in {{days}} days, {{left}} left</p>
'''

CONFIG = '''
[store]
kind = "filesystem"
path = "var/cards"

[browser]
processes = 1
{browser}

[cache]
size = "{cache}"
{tables}

[[card]]
name = "challenge"
path = "/{{km:1..999}}-{{days:1..366}}-{{left:0..366}}"
template = "card.html"
default = "default.jpg"
width = 600
height = 315
scale = 1
{card}
'''


class Site:
    """A folder with a configuration; write() and configure() change it, serve() starts the program on it."""

    def __init__(self, folder):
        self.folder = folder
        self.config = folder / 'placard.toml'
        self.write('card.html', TEMPLATE)
        shutil.copy(EXAMPLE / 'default.jpg', folder / 'default.jpg')
        self.default = (folder / 'default.jpg').read_bytes()
        self.configure()

    def write(self, name, text):
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text)

    def configure(self, card='', tables='', browser='', cache='16MB'):
        """card: keys added to the challenge card; tables: whole tables before it."""
        self.write('placard.toml', CONFIG.format(card=textwrap.dedent(card), tables=textwrap.dedent(tables),
                                                 browser=textwrap.dedent(browser), cache=cache))
        return self

    def add_page_card(self, page, keys=''):
        """A second card, /page/{km}, drawn from a page's address."""
        with self.config.open('a') as file:
            file.write(f'\n[[card]]\nname = "page"\npath = "/page/{{km:1..999}}"\npage = "{page}"\n'
                       f'default = "default.jpg"\nwidth = 300\nheight = 200\nscale = 1\n{textwrap.dedent(keys)}\n')
        return self

    def serve(self, **options):
        return Placard(self.config, **options)


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


@pytest.fixture
def upstream():
    """A page server on loopback: pages[path] is (status, body) or a function of the request; requests are kept."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = 'HTTP/1.1'

        def do_GET(self):
            server = self.server
            server.requests.append((self.path, dict(self.headers)))
            page = server.pages.get(self.path.split('?')[0], (404, 'no such page'))
            status, body = page(self) if callable(page) else page
            data = body.encode() if isinstance(body, str) else body
            self.send_response(status)
            self.send_header('Content-Type', 'text/html; charset=utf-8')
            self.send_header('Content-Length', str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    server.daemon_threads = True
    server.pages, server.requests = {}, []
    server.address = f'http://127.0.0.1:{server.server_port}'
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def slow_page(upstream):
    """The page /card of the upstream, whose answer waits: `started` is set when it is asked for, `release` lets it go."""
    class SlowPage:
        started, release = threading.Event(), threading.Event()

    def answer(_):
        SlowPage.started.set()
        SlowPage.release.wait(60)
        return 200, '<p>slow'
    upstream.pages['/card'] = answer
    yield SlowPage
    SlowPage.release.set()
