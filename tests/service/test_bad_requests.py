"""What bad input gets at the front: the default image for a bad path, a short plain text for a bad request."""
import pytest
from conftest import Site
from placard import Connection

BAD_PATHS = [
    '/', '/nothing.jpg', '/0-34-10.jpg', '/1000-34-10.jpg', '/012-34-10.jpg', '/12-34-10', '/12-34-10.gif',
    '/12-34-10.jpg/', '//12-34-10.jpg', '/12-34-10.JPG', '/12-34-10.jpg.jpg', '/../12-34-10.jpg',
    '/%2e%2e/12-34-10.jpg', '/12-34-10%2Ejpg', '/a%2F12-34-10.jpg', '/12%00-34-10.jpg', '/12-34-10.jpg%00',
    '/%ff%fe-34-10.jpg', '/%zz.jpg', '/12-34-10.jpg%', '/' + 'a' * 1500 + '.jpg', '/-/nothing',
]


@pytest.fixture(scope='module')
def running(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp('site'))
    with site.serve() as placard:
        placard.default = site.default
        yield placard


@pytest.mark.parametrize('path', BAD_PATHS)
def test_a_bad_path_gets_the_default_image_for_a_short_time(running, path):
    answer = running.get(path)
    assert answer.status == 200
    assert answer.body == running.default and answer['Content-Type'] == 'image/jpeg'
    max_age = int(answer['Cache-Control'].split('max-age=')[1].split(',')[0])
    assert 0 < max_age <= 300


def plain(answer, status):
    assert answer.status == status
    assert answer['Content-Type'].startswith('text/plain')
    assert 'no-store' in answer['Cache-Control']
    assert len(answer.body) < 200


def test_an_over_long_target_gets_414(running):
    plain(running.raw(b'GET /' + b'a' * 5000 + b' HTTP/1.1\r\nHost: x\r\n\r\n'), 414)


@pytest.mark.parametrize('method', ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'PROPFIND', 'get'])
def test_a_wrong_method_gets_405_with_allow(running, method):
    answer = running.raw(f'{method} /12-34-10.jpg HTTP/1.1\r\nHost: x\r\n\r\n'.encode())
    plain(answer, 405)
    assert answer['Allow'] == 'GET, HEAD'


@pytest.mark.parametrize('framing', ['Content-Length: 5\r\n\r\nhello', 'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n'])
def test_a_body_gets_413(running, framing):
    plain(running.raw(f'GET /12-34-10.jpg HTTP/1.1\r\nHost: x\r\n{framing}'.encode()), 413)


@pytest.mark.parametrize('request_bytes', [
    b'GET /12-34-10.jpg HTTP/1.1\r\n\r\n',
    b'GET /12-34-10.jpg HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    b'GET /12-34-10.jpg HTTP/1.1\r\nHost : a\r\n\r\n',
    b'GET /12-34-10.jpg HTTP/1.1\nHost: a\n\n',
    b'GET /12-34-10.jpg HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n',
    b'GET /\0.jpg HTTP/1.1\r\nHost: a\r\n\r\n',
    b'GET  /12-34-10.jpg HTTP/1.1\r\nHost: a\r\n\r\n',
    b'GET /12-34-10.jpg HTTP/9.9\r\nHost: a\r\n\r\n',
    b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + b'\0' * 64,
    b'nonsense\r\n\r\n',
], ids=lambda b: repr(b[:40]))
def test_a_malformed_request_gets_400(running, request_bytes):
    plain(running.raw(request_bytes), 400)


def test_an_over_long_header_gets_431(running):
    plain(running.raw(b'GET / HTTP/1.1\r\nHost: a\r\nX: ' + b'a' * 40000 + b'\r\n\r\n'), 431)


def test_bad_requests_are_in_the_access_log(running):
    running.raw(b'DELETE /logged-delete HTTP/1.1\r\nHost: x\r\n\r\n')
    assert running.access_line('/logged-delete')['status'] == 405


def test_a_slow_client_is_closed(site):
    site.configure(tables='[server]\nheader_timeout = "500ms"\nidle_timeout = "500ms"')
    with site.serve() as placard:
        slow = Connection(placard.port)
        slow.send(b'GET /12-34-10.jpg HT')
        assert slow.closed_by_peer()
        idle = Connection(placard.port)
        idle.request('/-/health')
        assert idle.closed_by_peer()


def test_pipelined_requests_are_answered_in_order(running):
    targets = [f'/{n}-34-10.jpg' for n in (1, 2, 3)] + ['/-/health', '/bad'] * 20
    with running.connect() as connection:
        connection.send(b''.join(f'GET {t} HTTP/1.1\r\nHost: x\r\n\r\n'.encode() for t in targets))
        answers = [connection.read_answer() for _ in targets]
    for target, answer in zip(targets, answers):
        assert answer.status == 200
        assert (answer.body == running.default) == (target == '/bad')
        assert (answer.body == b'ok\n') == (target == '/-/health')


def test_ipv6_and_ipv4_are_served(site):
    site.configure(tables='[server]\nlisten = ["[::]:0"]')
    with site.serve(listen=None) as placard:
        for host in ('127.0.0.1', '::1'):
            connection = Connection(placard.port, host)
            assert connection.request('/-/health').status == 200
            connection.close()
