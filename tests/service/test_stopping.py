"""Graceful stop, readiness, the access log on a rotated file."""
import concurrent.futures
import json
import os
import signal
import time

from placard import Connection


def test_sigterm_answers_what_was_asked(site, upstream, slow_page):
    site.add_page_card(upstream.address + '/card', 'deadline = "20s"')
    with site.serve() as placard, concurrent.futures.ThreadPoolExecutor() as pool:
        answer = pool.submit(placard.get, '/page/7.jpg')
        assert slow_page.started.wait(10)
        placard.process.send_signal(signal.SIGTERM)
        placard.event('draining')
        slow_page.release.set()
        assert answer.result(20).body != site.default
        assert placard.process.wait(20) == 0


def test_a_second_signal_ends_at_once(site, upstream, slow_page):
    site.configure(tables='[server]\ndrain_timeout = "60s"')
    site.add_page_card(upstream.address + '/card', 'deadline = "50s"')
    placard = site.serve().start()
    connection = Connection(placard.port)
    connection.send(b'GET /page/7.jpg HTTP/1.1\r\nHost: x\r\n\r\n')
    assert slow_page.started.wait(10)
    placard.process.send_signal(signal.SIGTERM)
    placard.event('draining')
    asked = time.monotonic()
    placard.process.send_signal(signal.SIGTERM)
    placard.process.wait(20)
    slow_page.release.set()
    assert time.monotonic() - asked < 15, 'well before the drain timeout of a minute'


def test_a_request_that_is_cut_off_by_the_drain_timeout_harms_nothing(site, upstream, slow_page):
    site.configure(tables='[server]\ndrain_timeout = "200ms"')
    site.add_page_card(upstream.address + '/card', 'deadline = "3s"')
    placard = site.serve().start()
    connection = Connection(placard.port)
    connection.send(b'GET /page/7.jpg HTTP/1.1\r\nHost: x\r\n\r\n')
    assert slow_page.started.wait(10)
    assert placard.stop() == 0
    slow_page.release.set()
    assert placard.event('stopped')['all_answered'] == 'no'


def test_a_browser_does_not_outlive_a_killed_placard(site):
    placard = site.serve().start()
    browsers = placard.browsers()
    assert browsers
    placard.process.kill()
    placard.process.wait()
    deadline = time.monotonic() + 10
    while any(os.path.exists(f'/proc/{pid}/exe') and os.path.islink(f'/proc/{pid}/exe') and alive(pid)
              for pid in browsers):
        assert time.monotonic() < deadline, 'Chromium is still running'
        time.sleep(0.05)


def alive(pid):
    try:
        with open(f'/proc/{pid}/stat') as stat:
            return stat.read().rsplit(')', 1)[1].split()[0] != 'Z'
    except OSError:
        return False


def test_health_and_readiness(site):
    with site.serve() as placard:
        assert placard.get('/-/health').body == b'ok\n'
        assert placard.get('/-/ready').body == b'ready\n'
        assert 'no-store' in placard.get('/-/ready')['Cache-Control']


def test_the_access_log_survives_rotation(site):
    site.configure(tables='[log]\naccess = "access.log"')
    log = site.folder / 'access.log'

    def wait_for_target(file, target):
        deadline = time.monotonic() + 10
        while not (file.exists() and target in file.read_text()):
            assert time.monotonic() < deadline, f'{target} never reached {file}'
            time.sleep(0.05)
    with site.serve() as placard:
        placard.get('/before')
        wait_for_target(log, '/before')
        log.rename(site.folder / 'access.log.1')
        deadline = time.monotonic() + 10
        while not log.exists():
            placard.get('/-/health')
            assert time.monotonic() < deadline, 'never opened anew'
            time.sleep(0.1)
        placard.get('/after')
        wait_for_target(log, '/after')
    lines = [json.loads(line) for line in (log.read_text() + (site.folder / 'access.log.1').read_text()).splitlines()]
    assert {'time', 'client', 'method', 'target', 'status', 'bytes', 'ms'} <= set(lines[0])
