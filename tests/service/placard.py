"""Starts the real program on a free port and talks to it as clients do: what the service tests share."""
import contextlib
import json
import os
import pathlib
import signal
import socket
import struct
import subprocess
import threading
import time

PROGRAM = os.environ.get('PLACARD', str(pathlib.Path(__file__).resolve().parents[2] / 'build/release/placard'))
START_SECONDS = 60
TIMEOUT = 30


class Answer:
    """One HTTP answer: status, header fields by lower-case name, body."""

    def __init__(self, status, fields, body):
        self.status, self.fields, self.body = status, fields, body

    def __getitem__(self, name):
        return self.fields[name.lower()]

    def get(self, name, default=None):
        return self.fields.get(name.lower(), default)


class Connection:
    """A plain socket with HTTP/1.1 framing; send() takes bytes as they are, so it can misbehave too."""

    def __init__(self, port, host='127.0.0.1'):
        self.socket = socket.create_connection((host, port), timeout=TIMEOUT)
        self.buffer = b''

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def closed_by_peer(self):
        """Reads until the peer closes; True where it did within the time limit."""
        try:
            while self.socket.recv(65536):
                pass
            return True
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False

    def _read_until(self, mark):
        while mark not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError(f'closed after {self.buffer[:200]!r}')
            self.buffer += data
        head, self.buffer = self.buffer.split(mark, 1)
        return head

    def read_answer(self, method='GET'):
        head = self._read_until(b'\r\n\r\n').decode('latin-1').split('\r\n')
        status = int(head[0].split(' ')[1])
        fields = {}
        for line in head[1:]:
            name, value = line.split(':', 1)
            fields[name.strip().lower()] = value.strip()
        length = 0 if method == 'HEAD' or status == 304 else int(fields.get('content-length', 0))
        while len(self.buffer) < length:
            data = self.socket.recv(262144)
            if not data:
                raise ConnectionError('closed within a body')
            self.buffer += data
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Answer(status, fields, body)

    def request(self, target, method='GET', fields=None):
        lines = [f'{method} {target} HTTP/1.1', 'Host: cards.test']
        lines += [f'{name}: {value}' for name, value in (fields or {}).items()]
        self.send(('\r\n'.join(lines) + '\r\n\r\n').encode('latin-1'))
        return self.read_answer(method)


class Placard:
    """A running `placard serve`. Use it as a context manager; the end is a graceful stop."""

    def __init__(self, config, environment=None, wrapper=(), listen='127.0.0.1:0'):
        self.config = pathlib.Path(config)
        self.folder = self.config.parent
        self.process = subprocess.Popen(
            [*wrapper, PROGRAM, 'serve', '--config', str(config), *(['--listen', listen] if listen else [])],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, **(environment or {})})
        self.access, self.events = [], []
        self._changed = threading.Condition()
        self._readers = [threading.Thread(target=self._collect, args=(stream, lines), daemon=True)
                         for stream, lines in ((self.process.stdout, self.access), (self.process.stderr, self.events))]
        for reader in self._readers:
            reader.start()
        self.port = None

    def _collect(self, stream, lines):
        for raw in stream:
            try:
                line = json.loads(raw)
            except ValueError:
                line = {'text': raw.decode('utf-8', 'replace').rstrip()}
            with self._changed:
                lines.append(line)
                self._changed.notify_all()

    def wait_for(self, lines, condition, seconds=TIMEOUT):
        """The first of the lines for which the condition holds, waiting for it to come."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while True:
                for line in lines:
                    if condition(line):
                        return line
                left = deadline - time.monotonic()
                if left <= 0 or not self._changed.wait(min(left, 0.5)) and self.process.poll() is not None \
                        and not any(reader.is_alive() for reader in self._readers):
                    raise AssertionError(f'no such line among {lines[-20:]}')

    def event(self, name, seconds=TIMEOUT, **members):
        return self.wait_for(self.events, lambda line: line.get('event') == name and
                             all(line.get(key) == value for key, value in members.items()), seconds)

    def access_line(self, target, nth=1, seconds=TIMEOUT):
        """An access line of that target, once there are nth of them. Lines of two threads come in any order,
        so requests that must be told apart ask with a query of their own."""
        deadline = time.monotonic() + seconds
        while True:
            with self._changed:
                found = [line for line in self.access if line.get('target') == target]
                if len(found) >= nth:
                    return found[nth - 1]
                left = deadline - time.monotonic()
                if left <= 0:
                    raise AssertionError(f'{len(found)} access lines of {target}: {self.access[-10:]}')
                self._changed.wait(min(left, 0.5))

    def start(self):
        self.port = int(self.event('listening', START_SECONDS)['address'].rstrip('/').rsplit(':', 1)[1])
        deadline = time.monotonic() + START_SECONDS
        while self.get('/-/ready').status != 200:
            assert time.monotonic() < deadline, 'not ready in time'
            time.sleep(0.05)
        return self

    def connect(self):
        return contextlib.closing(Connection(self.port))

    def get(self, target, method='GET', fields=None):
        with self.connect() as connection:
            return connection.request(target, method, fields)

    def raw(self, data):
        """Sends bytes as they are; the first answer."""
        with self.connect() as connection:
            connection.send(data)
            return connection.read_answer()

    def stop(self, seconds=30):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(seconds)
        for reader in self._readers:
            reader.join(10)
        return code

    def browsers(self):
        """Process ids of the Chromium browsers that this program started."""
        return [pid for pid in children(self.process.pid)]

    def stored(self):
        """The files of the objects in its filesystem store."""
        return [path for path in (self.folder / 'var/cards/objects').rglob('*') if path.is_file()]

    def wait_until_stored(self, count, seconds=TIMEOUT):
        deadline = time.monotonic() + seconds
        while len(self.stored()) < count:
            assert time.monotonic() < deadline, f'{len(self.stored())} of {count} objects stored'
            time.sleep(0.02)

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.process.kill()
            raise

    def __exit__(self, kind, *_):
        code = self.stop()
        assert kind is not None or code == 0, f'ended with {code}: {self.events[-10:]}'


def children(pid):
    found = []
    for task in pathlib.Path(f'/proc/{pid}/task').iterdir():
        with contextlib.suppress(OSError):
            found += [int(child) for child in (task / 'children').read_text().split()]
    return found


def run(*arguments, stdin=None, environment=None, seconds=120):
    """A command of the program to its end; a CompletedProcess with text."""
    return subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, text=True,
                          timeout=seconds, env={**os.environ, **(environment or {})})


def image_size(data):
    """Width and height of a JPEG, PNG or WebP picture."""
    if data.startswith(b'\x89PNG'):
        return struct.unpack('>II', data[16:24])
    if data.startswith(b'RIFF'):
        kind = data[12:16]
        if kind == b'VP8X':
            return tuple(int.from_bytes(data[at:at + 3], 'little') + 1 for at in (24, 27))
        if kind == b'VP8L':
            bits = int.from_bytes(data[21:25], 'little')
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        return struct.unpack('<HH', data[26:30])
    assert data.startswith(b'\xff\xd8'), f'no picture: {data[:40]!r}'
    at = 2
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2:at + 4], 'big')
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack('>HH', data[at + 5:at + 9])
            return width, height
        at += 2 + length
