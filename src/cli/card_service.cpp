#include "cli/card_service.h"

#include <utility>

#include "store/filesystem_store.h"

namespace placard::cli {

CardService::~CardService() {
    // No new renders, then what is drawn is saved; the browsers end after that.
    if (queue_) queue_->stop();
    if (pipeline_) pipeline_->stop();
}

base::Result<std::unique_ptr<CardService>> CardService::create(const config::Config& configuration,
                                                               base::Log& log) {
    auto service = std::unique_ptr<CardService>(new CardService(configuration));

    auto defaults = origin::DefaultImages::load(configuration.cards, configuration.server.default_image);
    if (!defaults) return tl::unexpected(defaults.error());
    service->defaults_ = std::make_unique<origin::DefaultImages>(std::move(*defaults));

    auto opened = store::FilesystemStore::create(configuration.store.path, {.log = &log});
    if (!opened) return tl::unexpected(opened.error());
    service->store_ = std::move(*opened);

    auto room = DrawingRoom::create(configuration, log);
    if (!room) return tl::unexpected(room.error());
    service->room_ = std::move(*room);

    service->queue_ = std::make_unique<render::AdmissionQueue>(
        service->room_->renderer(), configuration.browser.processes, configuration.render.queue);
    service->pipeline_ = std::make_unique<origin::Pipeline>(
        *service->store_, *service->queue_, service->room_->sources(), origin::PipelineOptions{}, log);
    return service;
}

void CardService::wait_until_warm() const {
    renderer().wait_until_warm(base::Deadline::after(configuration_.browser.start_timeout));
}

std::uint64_t CardService::finish_saving() {
    pipeline_->flush(base::Deadline::after(std::chrono::minutes(1)));
    return pipeline_->statistics().save_failures;
}

std::string CardService::reason_not_ready() const {
    return renderer().available() ? "" : "the browser is not running";
}

}  // namespace placard::cli
