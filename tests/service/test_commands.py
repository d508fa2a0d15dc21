"""The commands besides serve: what they print, write and exit with."""
import pathlib
import subprocess

import pytest
from placard import PROGRAM, image_size, run


def test_help_of_every_command_is_there_and_exits_with_0():
    for arguments in ([], ['serve'], ['render'], ['warm'], ['check']):
        ended = run(*arguments, '--help')
        assert ended.returncode == 0 and 'Usage' in ended.stdout and len(ended.stdout) > 300


def test_a_wrong_command_line_exits_with_2(site):
    for arguments in ([], ['paint'], ['serve'], ['render', 'a.html'], ['render', 'a', 'b', '-o', 'c.png'],
                      ['serve', '--config', site.config, '--listen', 'nowhere']):
        ended = run(*arguments)
        assert ended.returncode == 2 and ended.stderr, arguments


def test_check_names_every_mistake_with_file_and_line(site):
    site.write('placard.toml', '[server]\nlisten = ["[::]:99999"]\nthreds = 3\n\n[[card]]\nname = "Bad Name"\n'
               'path = "/{a:1..9}{b:1..99}"\ntemplate = "nowhere.html"\nwidth = "wide"\n')
    ended = run('check', '--config', site.config)
    assert ended.returncode == 3
    for line, word in ((2, 'listen'), (3, 'threads'), (6, 'name'), (8, 'nowhere.html'), (9, 'width')):
        assert any(text.startswith(f'{site.config}:{line}:') and word in text for text in ended.stderr.splitlines()), \
            f'nothing of {word} in line {line}: {ended.stderr}'


def test_check_of_a_good_configuration(site):
    ended = run('check', '--config', site.config)
    assert ended.returncode == 0, ended.stderr
    assert 'challenge' in ended.stdout and 'Chromium' in ended.stdout


def test_a_missing_secret_is_named_and_never_echoed(site):
    site.add_page_card('https://cards.example/', 'token = { env = "PLACARD_TEST_TOKEN" }')
    ended = run('check', '--config', site.config)
    assert ended.returncode == 3 and 'PLACARD_TEST_TOKEN' in ended.stderr
    ended = run('check', '--config', site.config, environment={'PLACARD_TEST_TOKEN': 'open-sesame'})
    assert ended.returncode == 0 and 'open-sesame' not in ended.stdout + ended.stderr


def test_render_draws_a_file(site, tmp_path):
    page = tmp_path / 'page.html'
    page.write_text('<body style="margin:0;background:#336699"><h1>Hello</h1>')
    output = tmp_path / 'out.png'
    ended = run('render', page, '-o', output, '--width', 640, '--height', 320, '--scale', 2, '--engine', 'chromium')
    assert ended.returncode == 0, ended.stderr
    assert image_size(output.read_bytes()) == (1280, 640)


def test_render_draws_an_address(upstream, tmp_path):
    upstream.pages['/hello'] = (200, '<h1>Hello</h1>')
    output = tmp_path / 'out.jpg'
    ended = run('render', upstream.address + '/hello', '-o', output)
    assert ended.returncode == 0, ended.stderr
    assert image_size(output.read_bytes()) == (1200, 630)


def test_render_draws_several_files_into_a_folder_and_names_the_one_that_fails(tmp_path):
    (tmp_path / 'a').mkdir()
    for name in ('one.html', 'two.html', 'a/one.html'):
        (tmp_path / name).write_text(f'<p>{name}')
    out = tmp_path / 'pictures'
    ended = run('render', tmp_path / 'one.html', tmp_path / 'nowhere.html', tmp_path / 'two.html',
                tmp_path / 'a/one.html', '-o', f'{out}/')
    assert ended.returncode == 1 and 'nowhere.html' in ended.stderr
    assert sorted(path.name for path in out.iterdir()) == ['one-2.png', 'one.png', 'two.png']


def test_render_fills_placeholders(tmp_path):
    page = tmp_path / 'card.html'
    page.write_text('<p>{{name}}')
    assert run('render', page, '-o', tmp_path / 'out.png', '--var', 'name=Ada').returncode == 0
    ended = run('render', page, '-o', tmp_path / 'out.png')
    assert ended.returncode == 1 and 'name' in ended.stderr


def test_render_draws_cards_of_a_configuration(site, tmp_path):
    ended = run('render', '--config', site.config, '12-34-10', '13-34-10.png', '-o', f'{tmp_path}/pictures/')
    assert ended.returncode == 0, ended.stderr
    assert image_size((tmp_path / 'pictures/12-34-10.jpg').read_bytes()) == (600, 315)
    assert image_size((tmp_path / 'pictures/13-34-10.png').read_bytes()) == (600, 315)
    ended = run('render', '--config', site.config, '0-0-0', '-o', tmp_path / 'x.jpg')
    assert ended.returncode == 1 and '0-0-0' in ended.stderr


def test_warm_draws_a_list_and_goes_on_where_it_ended(site):
    ids = '\n'.join(f'{km}-34-10' for km in range(1, 9))
    first = run('warm', '--config', site.config, stdin='1-34-10\n2-34-10.png\n# a comment\n\n')
    assert first.returncode == 0, first.stderr
    assert '2 drawn, 0 already there, 0 failed' in first.stdout
    listed = site.folder / 'ids.txt'
    listed.write_text(ids + '\nno-such-id\n')
    second = run('warm', '--config', site.config, listed)
    assert second.returncode == 1
    assert '7 drawn, 1 already there, 1 failed' in second.stdout
    assert 'no-such-id' in second.stderr
    with site.serve() as placard:
        assert len(placard.stored()) == 9
        placard.get('/5-34-10.jpg')
        assert placard.access_line('/5-34-10.jpg')['source'] == 'store'


def test_warm_shows_a_bar_on_a_terminal(site):
    script = command_on_a_terminal()
    ended = subprocess.run([*script, f'echo 1-1-1 | {PROGRAM} warm --config {site.config}', '/dev/null'],
                           capture_output=True, text=True, timeout=60)
    assert '[====' in ended.stdout and '1 drawn' in ended.stdout


def command_on_a_terminal():
    """util-linux's `script` runs a command on a terminal of its own."""
    if not pathlib.Path('/usr/bin/script').exists():
        pytest.skip('script (bsdutils) is not installed')
    return ['/usr/bin/script', '-qec']


def test_serve_says_when_the_port_is_taken(site):
    with site.serve() as placard:
        ended = run('serve', '--config', site.config, '--listen', f'127.0.0.1:{placard.port}')
        assert ended.returncode == 4 and str(placard.port) in ended.stderr
