// From a card to what a renderer draws, and to the fingerprint under which its pictures are kept.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "card/catalogue.h"
#include "render/render_job.h"
#include "render/template.h"

namespace placard::origin {

struct CardSourceOptions {
    std::string engine_version;  // of whatever draws; part of every fingerprint
    std::string fonts_version;   // of the fonts that are installed; part of every fingerprint
    std::string own_address;     // "http://127.0.0.1:8080": what a page address that begins with '/' is below
};

// Templates compiled, fingerprints taken, for every card of the configuration. Immutable and thread-safe.
class CardSources {
public:
    // The first template that can't be compiled is the error; its message names the card.
    static base::Result<CardSources> create(const std::vector<std::shared_ptr<const card::Card>>& cards,
                                            const CardSourceOptions& options);

    // Fails with ErrorCode::invalid only for a card that create() was not given.
    base::Result<render::RenderJob> job_for(const card::CardAddress& address, base::Deadline deadline) const;

    // Lower-case hexadecimal, 16 characters.
    std::string fingerprint_of(const card::Card& card) const;

private:
    struct Entry {
        std::shared_ptr<const render::Template> compiled;  // null for a page
        std::string fingerprint;
    };
    std::map<std::string, Entry> entries_;  // by the card's name
    CardSourceOptions options_;
};

}  // namespace placard::origin
