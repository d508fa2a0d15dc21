"""The main job: a real client asks, a real Chromium draws, the picture is saved, served, cached and expires."""
import time

from placard import image_size


def test_first_request_draws_saves_and_answers(site):
    with site.serve() as placard:
        first = placard.get('/12-34-10.jpg')
        assert first.status == 200
        assert image_size(first.body) == (600, 315)
        assert first['Content-Type'] == 'image/jpeg'
        assert int(first['Content-Length']) == len(first.body)
        assert first['ETag'].startswith('"')
        assert first['Cache-Control'] == \
            'public, max-age=31536000, stale-while-revalidate=86400, stale-if-error=604800'
        assert first['Last-Modified'].endswith('GMT') and first['Date'].endswith('GMT')
        assert first['X-Content-Type-Options'] == 'nosniff'
        assert first['Cache-Status'].startswith('Placard; fwd=miss')
        assert 'render;dur=' in first['Server-Timing']

        second = placard.get('/12-34-10.jpg?second')
        assert second.body == first.body and second['ETag'] == first['ETag']
        assert second['Cache-Status'].startswith('Placard; hit')
        assert int(second['Age']) >= 0

        placard.wait_until_stored(1)
        assert placard.access_line('/12-34-10.jpg')['source'] == 'render'
        assert placard.access_line('/12-34-10.jpg?second')['cache'] == 'hit'


def test_after_a_restart_the_picture_comes_from_the_store(site):
    with site.serve() as placard:
        drawn = placard.get('/12-34-10.jpg')
        placard.wait_until_stored(1)
    with site.serve() as placard:
        stored = placard.get('/12-34-10.jpg')
        assert stored.body == drawn.body
        assert stored['ETag'] == drawn['ETag'] and stored['Last-Modified'] == drawn['Last-Modified']
        assert placard.access_line('/12-34-10.jpg')['source'] == 'store'


def test_graceful_stop_saves_what_was_drawn(site):
    with site.serve() as placard:
        placard.get('/1-2-3.jpg')
    assert len(placard.stored()) == 1


def test_a_changed_template_is_drawn_anew_without_a_purge(site):
    with site.serve() as placard:
        before = placard.get('/12-34-10.png')
        placard.wait_until_stored(1)
    site.write('card.html', '<!doctype html><body style="background: #ff0000">{{km}} {{days}} {{left}}')
    with site.serve() as placard:
        after = placard.get('/12-34-10.png')
        assert placard.access_line('/12-34-10.png')['source'] == 'render'
        assert after.body != before.body
        placard.wait_until_stored(2)


def test_every_format_is_what_its_ending_says(site):
    with site.serve() as placard:
        for ending, kind, magic in (('jpg', 'image/jpeg', b'\xff\xd8'), ('png', 'image/png', b'\x89PNG'),
                                    ('webp', 'image/webp', b'RIFF'), ('avif', 'image/avif', b'\0\0\0')):
            answer = placard.get(f'/12-34-10.{ending}')
            assert answer.status == 200 and answer['Content-Type'] == kind
            assert answer.body.startswith(magic)
            assert placard.access_line(f'/12-34-10.{ending}')['source'] == 'render'


def test_jpeg_and_jpg_are_one_picture(site):
    with site.serve() as placard:
        drawn = placard.get('/12-34-10.jpg')
        other = placard.get('/12-34-10.jpeg')
        assert other.body == drawn.body
        assert placard.access_line('/12-34-10.jpeg')['cache'] == 'hit'


def test_unknown_query_keys_are_never_part_of_the_cache_key(site):
    with site.serve() as placard:
        placard.get('/12-34-10.jpg')
        for query in ('?v=1', '?fbclid=xyz', '?' + 'a=1&' * 100, '?'):
            assert placard.get('/12-34-10.jpg' + query)['Cache-Status'].startswith('Placard; hit')
        placard.wait_until_stored(1)
        assert len(placard.stored()) == 1


def test_an_expired_answer_is_served_stale_and_refreshed_behind_it(site):
    site.configure(card='max_age = "1s"\nstale_while_revalidate = "60s"')
    with site.serve() as placard:
        first = placard.get('/12-34-10.jpg')
        placard.wait_until_stored(1)
        time.sleep(2.1)  # the lifetime is what is tested
        stale = placard.get('/12-34-10.jpg?stale')
        assert stale.body == first.body
        assert placard.access_line('/12-34-10.jpg?stale')['cache'] == 'stale'
        deadline = time.monotonic() + 10
        while not placard.get('/12-34-10.jpg')['Cache-Status'].startswith('Placard; hit'):
            assert time.monotonic() < deadline, 'never refreshed'
        renders = [line for line in placard.access if line.get('source') == 'render']
        assert len(renders) == 1


def test_an_expired_answer_without_stale_time_comes_from_the_store_again(site):
    site.configure(card='max_age = "1s"\nstale_while_revalidate = "0s"')
    with site.serve() as placard:
        placard.get('/12-34-10.jpg')
        placard.wait_until_stored(1)
        time.sleep(2.1)
        placard.get('/12-34-10.jpg?later')
        assert placard.access_line('/12-34-10.jpg?later')['source'] == 'store'


def test_head_has_the_header_of_get_and_no_body(site):
    with site.serve() as placard:
        head = placard.get('/12-34-10.jpg', method='HEAD')
        get = placard.get('/12-34-10.jpg')
        assert head.body == b'' and head['Content-Length'] == get['Content-Length'] and head['ETag'] == get['ETag']


def test_conditional_requests_and_ranges(site):
    with site.serve() as placard:
        full = placard.get('/12-34-10.jpg')
        same = placard.get('/12-34-10.jpg', fields={'If-None-Match': full['ETag']})
        assert same.status == 304 and same['ETag'] == full['ETag'] and same.body == b''
        assert placard.get('/12-34-10.jpg', fields={'If-None-Match': '"other"'}).status == 200
        assert placard.get('/12-34-10.jpg', fields={'If-Modified-Since': full['Last-Modified']}).status == 304
        part = placard.get('/12-34-10.jpg', fields={'Range': 'bytes=2-5'})
        assert part.status == 206 and part.body == full.body[2:6]
        assert part['Content-Range'] == f'bytes 2-5/{len(full.body)}'
        assert placard.get('/12-34-10.jpg', fields={'Range': 'bytes=99999999-'}).status == 416


def test_characters_of_markup_do_not_get_into_a_parameter(site):
    site.write('card.html', '<!doctype html><body style="margin:0"><p>{{word}}</p>')
    site.write('placard.toml', '[store]\npath = "var/cards"\n[[card]]\nname = "w"\n'
               'path = "/{word:regex(.{1,80})}"\ntemplate = "card.html"\ndefault = "default.jpg"\nscale = 1\n')
    with site.serve() as placard:
        plain = placard.get('/plain.png')
        assert plain.status == 200
        # What may stand in a path at all is decoded nowhere, so no such byte gets past the address.
        assert placard.get('/%3Cb%3Ebold%3C%2Fb%3E.png').body == site.default
