#include "origin/card_source.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <variant>

#include "base/sha256.h"
#include "card/page_address.h"

namespace placard::origin {
namespace {

constexpr std::size_t fingerprint_bytes = 8;

// Bump when the ingredients below, or their order, change.
constexpr std::string_view fingerprint_version = "1";

// The shortest text that reads back as the same number.
std::string text_of(double number) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return {digits, end};
}

std::string_view name_of(card::ReadySignal ready) {
    switch (ready) {
        case card::ReadySignal::load:
            return "load";
        case card::ReadySignal::idle:
            return "idle";
        case card::ReadySignal::signal:
            return "signal";
    }
    return "";
}

render::Ready ready_of(card::ReadySignal ready) {
    switch (ready) {
        case card::ReadySignal::load:
            return render::Ready::load;
        case card::ReadySignal::idle:
            return render::Ready::network_idle;
        case card::ReadySignal::signal:
            return render::Ready::signal;
    }
    return render::Ready::load;
}

// Each list is preceded by its length, so that an element can't pass for one of the next list.
void add_count(base::Sha256& hash, std::size_t count) {
    hash.update_framed(std::to_string(count));
}

// Whatever changes the picture of an id, and nothing that does not: neither the port that a page of one's own
// is served on, nor deadlines and lifetimes. The names of the path's fields are in it, since "/{a}-{b}" and
// "/{b}-{a}" give the same id to different values; so are the hosts, since a page without its fonts looks
// different.
std::string take_fingerprint(const card::Card& card, const render::Template* compiled,
                             const CardSourceOptions& options) {
    base::Sha256 hash;
    hash.update_framed(fingerprint_version);
    if (const auto* page = std::get_if<card::PageSource>(&card.source)) {
        hash.update_framed("page").update_framed(page->address).update_framed(name_of(page->ready));
    } else {
        hash.update_framed("template").update_framed(compiled->fingerprint());
        hash.update_framed(compiled->scripts() ? "scripts" : "no scripts");
    }
    hash.update_framed(std::to_string(card.viewport.width));
    hash.update_framed(std::to_string(card.viewport.height));
    hash.update_framed(text_of(card.viewport.scale));
    hash.update_framed(std::to_string(card.quality));

    const std::vector<std::string> fields = card.pattern.field_names();
    add_count(hash, fields.size());
    for (const std::string& field : fields)
        hash.update_framed(field);
    add_count(hash, card.variables.size());
    for (const card::Parameter& constant : card.variables) {
        hash.update_framed(constant.name).update_framed(constant.value);
    }
    add_count(hash, card.allowed_hosts.size());
    for (const std::string& host : card.allowed_hosts)
        hash.update_framed(host);

    hash.update_framed(card.version);
    hash.update_framed(options.engine_version).update_framed(options.fonts_version);
    return base::to_hex(hash.finish(), fingerprint_bytes);
}

// What a template or a page's address may name: the path's fields, the card's constants, and the id.
card::Parameters values_of(const card::CardAddress& address) {
    card::Parameters values = address.parameters;
    values.insert(values.end(), address.card->variables.begin(), address.card->variables.end());
    values.push_back({"id", address.id});
    return values;
}

render::TemplateInput template_input(const card::CardAddress& address,
                                     std::shared_ptr<const render::Template> compiled) {
    render::TemplateInput input;
    input.compiled = std::move(compiled);
    for (card::Parameter& value : values_of(address)) {
        input.variables.push_back({std::move(value.name), std::move(value.value)});
    }
    return input;
}

// A path of Placard's own becomes an address; its host is the page's own then and needs no permission.
render::PageInput page_input(const card::CardAddress& address, const card::PageSource& page,
                             const std::string& own_address) {
    render::PageInput input;
    if (page.address.starts_with('/')) input.address = own_address;
    input.address += card::fill_page_address(page.address, address.id, values_of(address));
    if (!page.token.empty()) input.headers.emplace_back(page.token_header, page.token);
    input.ready = ready_of(page.ready);
    return input;
}

}  // namespace

base::Result<CardSources> CardSources::create(const std::vector<std::shared_ptr<const card::Card>>& cards,
                                              const CardSourceOptions& options) {
    CardSources sources;
    sources.options_ = options;
    for (const auto& card : cards) {
        Entry entry;
        if (const auto* source = std::get_if<card::TemplateSource>(&card->source)) {
            auto compiled = render::Template::load(source->file, source->scripts);
            if (!compiled) {
                base::Error error = std::move(compiled.error());
                error.message = "card '" + card->name + "': " + error.message;
                return tl::unexpected(std::move(error));
            }
            entry.compiled = std::move(*compiled);
        }
        entry.fingerprint = take_fingerprint(*card, entry.compiled.get(), options);
        sources.entries_.emplace(card->name, std::move(entry));
    }
    return sources;
}

base::Result<render::RenderJob> CardSources::job_for(const card::CardAddress& address,
                                                     base::Deadline deadline) const {
    const card::Card& card = *address.card;
    const auto entry = entries_.find(card.name);
    if (entry == entries_.end()) {
        return base::fail(base::ErrorCode::invalid, base::Fault::ours,
                          "there is no card '" + card.name + "'");
    }
    render::RenderJob job{.input = {},
                          .width = card.viewport.width,
                          .height = card.viewport.height,
                          .scale = card.viewport.scale,
                          .format = address.format,
                          .quality = card.quality,
                          .allowed_hosts = card.allowed_hosts,
                          .deadline = deadline};
    if (const auto* page = std::get_if<card::PageSource>(&card.source)) {
        job.input = page_input(address, *page, options_.own_address);
    } else {
        job.input = template_input(address, entry->second.compiled);
    }
    return job;
}

std::string CardSources::fingerprint_of(const card::Card& card) const {
    const auto entry = entries_.find(card.name);
    return entry == entries_.end() ? std::string() : entry->second.fingerprint;
}

}  // namespace placard::origin
