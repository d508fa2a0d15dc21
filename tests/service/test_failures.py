"""What goes wrong behind the front: the answer is the default image, the log says why, nothing is half-written."""
import concurrent.futures
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import time

import pytest
from placard import run


def assert_fallback(placard, site, target, reason):
    answer = placard.get(target)
    assert answer.status == 200
    assert answer.body == site.default
    assert f'detail={reason}' in answer['Cache-Status'] or f'detail="{reason}"' in answer['Cache-Status']
    assert int(answer['Cache-Control'].split('max-age=')[1].split(',')[0]) <= 10
    assert placard.access_line(target)['fallback'] == reason
    event = placard.event('card_fallback', reason=reason)
    assert event['message']
    assert placard.stored() == []
    return event


def test_a_page_with_status_500(site, upstream):
    upstream.pages['/card'] = (500, 'broken')
    site.add_page_card(upstream.address + '/card?n={km}')
    with site.serve() as placard:
        event = assert_fallback(placard, site, '/page/7.jpg', 'unavailable')
        assert '500' in event['message'] + event['detail']
        assert upstream.requests[0][0] == '/card?n=7'


def test_a_page_that_does_not_answer(site):
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        port = closed.getsockname()[1]
    site.add_page_card(f'http://127.0.0.1:{port}/card')
    with site.serve() as placard:
        assert_fallback(placard, site, '/page/7.jpg', 'unavailable')


def test_a_page_that_never_gets_ready(site, upstream):
    upstream.pages['/card'] = (200, '<p>waiting for nobody')
    site.add_page_card(upstream.address + '/card', 'ready = "signal"\ndeadline = "1500ms"')
    with site.serve() as placard:
        assert_fallback(placard, site, '/page/7.jpg', 'timeout')
        # The browser is none the worse for it.
        assert placard.get('/12-34-10.jpg').body != site.default


def test_a_page_whose_script_never_ends(site, upstream):
    upstream.pages['/card'] = (200, '<script>for (;;) {}</script>')
    site.add_page_card(upstream.address + '/card', 'deadline = "1500ms"')
    with site.serve() as placard:
        assert_fallback(placard, site, '/page/7.jpg', 'timeout')
        deadline = time.monotonic() + 20
        while placard.get('/12-34-10.jpg').body == site.default:
            assert time.monotonic() < deadline, 'the browser did not recover'
            time.sleep(0.2)


def test_a_page_sees_its_token_and_nobody_else_does(site, upstream):
    seen_elsewhere = []
    upstream.pages['/card'] = (200, f'<img src="http://localhost:{upstream.server_port}/other.png"><img src="/own.png">')
    upstream.pages['/own.png'] = (404, '')
    upstream.pages['/other.png'] = lambda request: seen_elsewhere.append(dict(request.headers)) or (404, '')
    site.add_page_card(upstream.address + '/card',
                       f'token = {{ env = "CARD_TOKEN" }}\nhosts = ["localhost:{upstream.server_port}"]')
    with site.serve(environment={'CARD_TOKEN': 'open-sesame'}) as placard:
        assert placard.get('/page/7.jpg').body != site.default
        headers = dict(upstream.requests)['/card']
        assert headers['X-Placard-Token'] == 'open-sesame'
        assert seen_elsewhere and all('X-Placard-Token' not in fields for fields in seen_elsewhere)
    assert 'open-sesame' not in str(placard.events) + str(placard.access)


def test_a_page_that_calls_a_host_it_must_not(site, upstream):
    reached = []
    forbidden = socket.create_server(('127.0.0.1', 0))
    port = forbidden.getsockname()[1]

    def accept():
        while True:
            try:
                reached.append(forbidden.accept())
            except OSError:
                return
    threading.Thread(target=accept, daemon=True).start()
    upstream.pages['/card'] = (200, f'<link rel=preconnect href="http://127.0.0.1:{port}">'
                               f'<img src="http://127.0.0.1:{port}/a.png"><iframe src="http://127.0.0.1:{port}/"></iframe>'
                               f'<script>new WebSocket("ws://127.0.0.1:{port}/");'
                               f'fetch("http://127.0.0.1:{port}/").catch(() => 0)</script><p>still drawn')
    site.add_page_card(upstream.address + '/card')
    with site.serve() as placard:
        event = assert_fallback(placard, site, '/page/7.jpg', 'refused')
        assert f'127.0.0.1:{port}' in event['message']
        assert f'127.0.0.1:{port}' in placard.event('browser_request_refused')['host']
        assert reached == []
    forbidden.close()


def test_a_browser_killed_while_it_draws_costs_no_request(site, upstream, slow_page):
    site.add_page_card(upstream.address + '/card', 'deadline = "10s"')
    with site.serve() as placard, concurrent.futures.ThreadPoolExecutor() as pool:
        answer = pool.submit(placard.get, '/page/7.jpg')
        assert slow_page.started.wait(10)
        for pid in placard.browsers():
            os.kill(pid, signal.SIGKILL)
        slow_page.release.set()
        assert answer.result(20).body != site.default
        placard.event('browser_replaced')


def test_a_browser_that_hangs_is_replaced(site):
    site.configure(card='deadline = "8s"')
    with site.serve() as placard:
        assert placard.get('/1-1-1.jpg').body != site.default
        for pid in placard.browsers():
            os.kill(pid, signal.SIGSTOP)
        assert placard.get('/2-2-2.jpg').body != site.default
        placard.event('browser_replaced')


def test_a_browser_past_its_memory_limit_is_replaced_and_no_request_notices(site):
    site.configure(browser='memory_limit = "40MiB"')
    with site.serve() as placard:
        km = 0
        deadline = time.monotonic() + 20
        while not any(line.get('event') == 'browser_replaced' for line in placard.events):
            km += 1
            assert time.monotonic() < deadline, 'its memory is looked at every half second'
            assert placard.get(f'/{km}-1-1.jpg').body != site.default
        assert placard.event('browser_replaced')['reason'] == 'memory'
        assert placard.get('/999-1-1.jpg').body != site.default


def test_no_browser_is_a_clear_error_at_the_start(site):
    site.configure(browser='program = "no/such/chromium"')
    for command in ('check', 'serve'):
        ended = run(command, '--config', site.config)
        assert ended.returncode in (3, 4)
        assert 'chromium-headless-shell' in ended.stderr


def test_a_template_with_a_missing_variable_is_a_clear_error_at_the_start(site):
    site.write('card.html', '<!doctype html>{{km}} {{distance}}')
    ended = run('serve', '--config', site.config)
    assert ended.returncode == 3
    assert '{{distance}}' in ended.stderr and 'card.html' in ended.stderr


def in_own_mounts(script):
    """The prefix of a command that runs in a mount namespace of its own, after the shell script."""
    return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', f'{script}; exec "$@"', 'sh']


def can_mount():
    return shutil.which('unshare') and subprocess.run(
        in_own_mounts('mount -t tmpfs none /mnt') + ['true'], capture_output=True).returncode == 0


@pytest.mark.skipif(not can_mount(), reason='needs the right to mount (root)')
def test_a_full_disk_costs_the_saving_and_nothing_else(site):
    store = site.folder / 'var/cards'
    store.mkdir(parents=True)
    wrapper = in_own_mounts(f'mount -t tmpfs -o size=64k,nr_inodes=40 none {store}')
    with site.serve(wrapper=wrapper) as placard:
        answers = [placard.get(f'/{km}-34-10.png') for km in range(1, 31)]
        assert all(answer.status == 200 and answer.body != site.default for answer in answers)
        assert placard.event('save_failed')['key'].startswith('challenge/')
        visible = pathlib.Path(f'/proc/{placard.process.pid}/root{store}')
        half_written = [path for path in (visible / 'temporary').rglob('*') if path.is_file() and path.stat().st_size]
        assert half_written == []


@pytest.mark.skipif(not can_mount(), reason='needs the right to mount (root)')
def test_a_store_that_becomes_unwritable_still_serves_cards(site):
    store = site.folder / 'var/cards'
    store.mkdir(parents=True)
    wrapper = in_own_mounts(f'mount --bind {store} {store}')
    with site.serve(wrapper=wrapper) as placard:
        kept = placard.get('/1-1-1.jpg')
        placard.wait_until_stored(1)
        subprocess.run(['nsenter', '--mount', '--target', str(placard.process.pid), 'mount', '-o', 'remount,bind,ro',
                        store], check=True)
        assert placard.get('/1-1-1.jpg?again').body == kept.body
        assert placard.get('/2-2-2.jpg').body != site.default
        assert 'Read-only' in str(placard.event('save_failed'))


@pytest.mark.skipif(not can_mount(), reason='needs the right to mount (root)')
def test_a_store_that_is_unwritable_at_the_start_is_a_clear_error(site):
    store = site.folder / 'var/cards'
    store.mkdir(parents=True)
    wrapper = in_own_mounts(f'mount --bind {store} {store} && mount -o remount,bind,ro {store}')
    placard = site.serve(wrapper=wrapper)
    assert placard.process.wait(30) == 4
    assert str(store) in placard.wait_for(placard.events, lambda line: 'text' in line)['text']


def test_the_default_image_is_missing_from_the_configuration(site):
    text = site.config.read_text().replace('default = "default.jpg"\n', '')
    site.config.write_text(text)
    with site.serve() as placard:
        answer = placard.get('/not-a-card.jpg')
        assert answer.status == 500
        assert answer['Content-Type'].startswith('text/plain')


def test_overload_gets_the_default_image_at_once(site, upstream):
    release = threading.Event()
    upstream.pages['/card'] = lambda _: release.wait(20) and (200, '<p>x') or (200, '<p>x')
    site.configure(tables='[render]\nqueue = 2')
    site.add_page_card(upstream.address + '/card?n={km}', 'deadline = "15s"')
    with site.serve() as placard, concurrent.futures.ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(placard.get, f'/page/{n}.jpg') for n in range(1, 13)]
        event = placard.event('card_fallback', reason='overloaded')
        assert event['card'] == 'page'
        release.set()
        bodies = [answer.result(30).body for answer in answers]
        assert bodies.count(site.default) >= 12 - 1 - 2 - 1
        assert all(bodies)
