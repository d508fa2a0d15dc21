"""A thousand clients ask for one new card at the same moment: it is drawn once."""

from placard import Connection

CLIENTS = 1000
REQUEST = b'GET /12-34-10.jpg HTTP/1.1\r\nHost: cards.test\r\nConnection: close\r\n\r\n'


def test_a_thousand_first_requests_cost_one_render(site):
    with site.serve() as placard:
        clients = [Connection(placard.port) for _ in range(CLIENTS)]
        for client in clients:
            client.send(REQUEST)
        answers = [client.read_answer() for client in clients]
        for client in clients:
            client.close()

        assert {answer.status for answer in answers} == {200}
        assert len({answer.body for answer in answers}) == 1
        assert len({answer['ETag'] for answer in answers}) == 1
        placard.access_line('/12-34-10.jpg', CLIENTS)
        drawn = {line['render_ms'] for line in placard.access if line.get('source') == 'render'}
        assert len(drawn) == 1, 'every request that was answered by the render names the same one'
        assert placard.get('/12-34-10.jpg').body == answers[0].body
        placard.wait_until_stored(1)
        assert len(placard.stored()) == 1
