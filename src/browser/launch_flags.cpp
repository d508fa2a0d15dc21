#include "browser/launch_flags.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <cstdio>

namespace placard::browser {
namespace {

// Frames are drawn when we ask for one (HeadlessExperimental.beginFrame) and are whole when they come.
constexpr const char* frame_flags[] = {
    "--enable-begin-frame-control",
    "--run-all-compositor-stages-before-draw",
    "--disable-new-content-rendering-timeout",
    "--disable-threaded-animation",
    "--disable-threaded-scrolling",
    "--disable-checker-imaging",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
};

// Nothing that a server has no use for, nothing that talks to anybody on its own account.
constexpr const char* quiet_flags[] = {
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-breakpad",
    "--disable-extensions",
    "--mute-audio",
    "--no-pings",
    "--metrics-recording-only",
    "--password-store=basic",
};

// A window that a page opens would be a page that nobody watches. WebRTC would send datagrams past every rule
// about hosts.
constexpr const char* wall_flags[] = {
    "--block-new-web-contents",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
};

// Which hosts a page may reach is the card's to say, in whatever network they are; Chromium's own rule would
// refuse a host of the local network to a page of another.
constexpr const char* off_features =
    "--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests";

// Less shared memory than this (containers often have 64 MB) is not enough for Chromium.
constexpr unsigned long long least_shared_memory = 256ull * 1024 * 1024;

bool shared_memory_is_small() {
    struct statvfs status {};
    if (::statvfs("/dev/shm", &status) != 0) return true;
    return static_cast<unsigned long long>(status.f_bavail) * status.f_frsize < least_shared_memory;
}

// "host:port" for every address that an entry stands for.
std::vector<std::string> reachable_addresses(const HostSet& hosts) {
    std::vector<std::string> addresses;
    for (const auto& entry : hosts.entries()) {
        for (const int port : entry.port ? std::vector{*entry.port} : std::vector{80, 443}) {
            addresses.push_back(entry.host + ':' + std::to_string(port));
        }
    }
    return addresses;
}

// The first rule that fits counts, so reachable addresses stand for themselves and any other host, written as
// a name or as an address, for none.
std::string resolver_rules(const std::vector<std::string>& addresses) {
    std::string rules;
    for (const std::string& address : addresses)
        rules += "MAP " + address + ' ' + address + ", ";
    return rules + "MAP * ~NOTFOUND";
}

// Whatever is not reachable is sent to a proxy that does not exist; "<-loopback>" takes away the exception
// that Chromium makes for this machine by itself.
std::string proxy_exceptions(const std::vector<std::string>& addresses) {
    std::string list = "<-loopback>";
    for (const std::string& address : addresses)
        list += ';' + address;
    return list;
}

std::string scale_flag(double scale) {
    char text[64];
    std::snprintf(text, sizeof text, "--force-device-scale-factor=%g", scale);
    return text;
}

}  // namespace

std::vector<std::string> launch_flags(double scale, const HostSet& reachable,
                                      const std::filesystem::path& profile) {
    std::vector<std::string> flags{"--remote-debugging-pipe", "--user-data-dir=" + profile.string(),
                                   scale_flag(scale)};
    flags.insert(flags.end(), std::begin(frame_flags), std::end(frame_flags));
    flags.insert(flags.end(), std::begin(quiet_flags), std::end(quiet_flags));
    flags.insert(flags.end(), std::begin(wall_flags), std::end(wall_flags));

    flags.push_back(off_features);

    const auto addresses = reachable_addresses(reachable);
    flags.push_back("--host-resolver-rules=" + resolver_rules(addresses));
    flags.push_back("--proxy-server=http://refused.invalid:1");
    flags.push_back("--proxy-bypass-list=" + proxy_exceptions(addresses));

    if (::geteuid() == 0) flags.push_back("--no-sandbox");  // Chromium's sandbox does not start as root
    if (shared_memory_is_small()) flags.push_back("--disable-dev-shm-usage");
    return flags;
}

}  // namespace placard::browser
