// The drawing room with a store behind it: what `serve` and `warm` share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/log.h"
#include "cli/drawing_room.h"
#include "config/config.h"
#include "origin/default_images.h"
#include "origin/pipeline.h"
#include "render/admission_queue.h"
#include "store/object_store.h"

namespace placard::cli {

class CardService {
public:
    // Opens the store, reads the default images, starts the browsers. `configuration` and `log` outlive the
    // service.
    static base::Result<std::unique_ptr<CardService>> create(const config::Config& configuration,
                                                             base::Log& log);
    ~CardService();  // saves what was drawn

    const card::Catalogue& catalogue() const { return room_->catalogue(); }
    const origin::DefaultImages& defaults() const { return *defaults_; }
    store::ObjectStore& store() { return *store_; }
    origin::Pipeline& pipeline() { return *pipeline_; }
    const browser::BrowserRenderer& renderer() const { return room_->renderer(); }

    // Blocks until the browsers are warm, or for as long as one may take to start.
    void wait_until_warm() const;
    // Blocks until nothing is left to save; how many pictures could not be saved since the start.
    std::uint64_t finish_saving();

    // Why a request for a new card would not be drawn now; empty where it would. Quick.
    std::string reason_not_ready() const;

private:
    explicit CardService(const config::Config& configuration) : configuration_(configuration) {}

    const config::Config& configuration_;
    std::unique_ptr<origin::DefaultImages> defaults_;
    std::unique_ptr<store::ObjectStore> store_;
    std::unique_ptr<DrawingRoom> room_;
    std::unique_ptr<render::AdmissionQueue> queue_;
    std::unique_ptr<origin::Pipeline> pipeline_;
};

}  // namespace placard::cli
