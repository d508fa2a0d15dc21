// What a page tries, to reach a host that its card does not name.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "browser/descriptor.h"
#include "browser/test_server.h"
#include "browser/test_support.h"

namespace placard::browser {
namespace {

// Each adds to `tries` a promise that is kept once its try has ended, well or badly. BAD is the other host.
const std::string tries_script = R"(
const ended = (start) => new Promise((done) => { start(done); setTimeout(done, 3000); });
const element = (html) => { document.body.insertAdjacentHTML('beforeend', html); return document.body.lastChild; };
const workerText = `
  fetch('http://BAD/worker-fetch', {mode: 'no-cors'}).catch(() => {}).finally(() => {
    const socket = new WebSocket('ws://BAD/worker-socket');
    socket.onclose = () => { try { importScripts('http://BAD/worker-import'); } catch {} postMessage(1); };
  });`;
const tries = [
  fetch('http://BAD/fetch', {mode: 'no-cors'}).catch(() => {}),
  fetch('http://BAD/keepalive', {mode: 'no-cors', keepalive: true}).catch(() => {}),
  ended((done) => { const source = new EventSource('http://BAD/events'); source.onerror = source.onopen = done; }),
  ended((done) => { const socket = new WebSocket('ws://BAD/socket'); socket.onclose = done; }),
  ended((done) => {
    const worker = new Worker(URL.createObjectURL(new Blob([workerText]))); worker.onmessage = worker.onerror = done; }),
  ended((done) => { const frame = element('<iframe></iframe>'); frame.onload = done; frame.src = 'http://BAD/frame'; }),
  ended((done) => {
    const frame = element('<iframe></iframe>'); frame.onload = () => setTimeout(done, 300);
    frame.srcdoc = '<script>fetch("http://BAD/inner", {mode: "no-cors"}); new WebSocket("ws://BAD/inner-socket")</scr' + 'ipt>'; }),
  ended((done) => { element('<script src="http://BAD/script"></scr' + 'ipt>');
    const script = document.createElement('script'); script.onload = script.onerror = done;
    script.src = 'http://BAD/script'; document.head.append(script); }),
  ended((done) => { const video = element('<video autoplay></video>'); video.onerror = done; video.src = 'http://BAD/video'; }),
  ended((done) => { const peer = new RTCPeerConnection({iceServers: [
      {urls: ['stun:BAD', 'turn:BAD?transport=tcp'], username: 'a', credential: 'b'}]});
    peer.createDataChannel('x'); peer.createOffer().then((offer) => peer.setLocalDescription(offer)).catch(done);
    peer.onicegatheringstatechange = () => peer.iceGatheringState == 'complete' && done(); }),
];
navigator.sendBeacon('http://BAD/beacon', 'x');
window.open('http://BAD/popup');
document.head.insertAdjacentHTML('beforeend', '<link rel=preconnect href="http://BAD/"><link rel=dns-prefetch href="//BAD/">'
  + '<link rel=prefetch href="http://BAD/prefetch"><link rel=modulepreload href="http://BAD/module">');
const rules = document.createElement('script'); rules.type = 'speculationrules';
rules.textContent = JSON.stringify({prefetch: [{source: 'list', urls: ['http://BAD/speculation']}]});
document.head.append(rules);
Promise.all(tries).then(() => setTimeout(() => placard.ready(), 200));
)";

std::string page_against(const std::string& host) {
    std::string script = tries_script;
    for (std::size_t at = 0; (at = script.find("BAD", at)) != std::string::npos;)
        script.replace(at, 3, host);
    return "<!doctype html><body><script>" + script + "</script>";
}

class wall : public BrowserTest {
protected:
    // Draws a page that tries everything against the other server, and gives the paths that came through.
    std::vector<std::string> paths_reached(bool browser_may, bool job_may) {
        TestServer other(
            [](const TestRequest&) { return TestAnswer{.content_type = "text/plain", .body = "x"}; });
        TestServer own(
            [&other](const TestRequest&) { return TestAnswer{.body = page_against(other.host())}; });
        BrowserOptions options{.processes = 1, .reachable_hosts = {own.host()}};
        if (browser_may) options.reachable_hosts.push_back(other.host());
        start(std::move(options));
        const Descriptor datagrams = datagrams_to(other.host());
        auto job = job_of(own.address(), render::Ready::signal);
        if (job_may) job.allowed_hosts = {other.host()};
        const auto image = renderer_->draw(job);
        EXPECT_TRUE(image) << base::describe(image.error());
        renderer_.reset();
        std::vector<std::string> paths;
        for (const auto& request : other.requests())
            paths.push_back(request.path);
        connections_ = other.connections();
        char byte = 0;
        datagram_came_ = ::recv(datagrams.get(), &byte, 1, MSG_DONTWAIT) >= 0;
        return paths;
    }

    // A socket on the same port for what WebRTC sends.
    static Descriptor datagrams_to(const std::string& host) {
        Descriptor socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(host.substr(host.find(':') + 1))));
        EXPECT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        return socket;
    }

    std::size_t connections_ = 0;
    bool datagram_came_ = false;
};

TEST_F(wall, lets_nothing_through_to_a_host_that_no_card_names) {
    EXPECT_EQ(paths_reached(false, false), std::vector<std::string>());
    EXPECT_EQ(connections_, 0u);
    EXPECT_FALSE(datagram_came_);
}

// The rules of the whole process hold even where those of the job would let something pass.
TEST_F(wall, of_the_process_holds_alone) {
    EXPECT_EQ(paths_reached(false, true), std::vector<std::string>());
    EXPECT_EQ(connections_, 0u);
    EXPECT_FALSE(datagram_came_);
}

// So the tries of the tests above are real ones.
TEST_F(wall, is_open_for_a_host_that_the_card_names) {
    const auto paths = paths_reached(true, true);
    for (const char* path :
         {"/fetch", "/keepalive", "/events", "/socket", "/worker-fetch", "/worker-socket", "/worker-import",
          "/frame", "/inner", "/inner-socket", "/script", "/video", "/beacon"}) {
        EXPECT_NE(std::ranges::find(paths, path), paths.end()) << path;
    }
    EXPECT_EQ(std::ranges::find(paths, "/popup"), paths.end());
}

// Of what the Fetch domain of the protocol does not see, one card's page may reach the hosts of another card.
TEST_F(wall, of_the_job_stops_all_requests_that_the_protocol_shows) {
    for (const auto& path : paths_reached(true, false)) {
        const bool unseen = path.ends_with("socket") || path == "/speculation" || path == "/";
        EXPECT_TRUE(unseen) << path;
    }
}

}  // namespace
}  // namespace placard::browser
