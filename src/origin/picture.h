// A card's picture as the pipeline hands it out.
#pragma once

#include <functional>
#include <optional>

#include "base/clock.h"
#include "base/error.h"
#include "store/object_store.h"

namespace placard::origin {

// Where a picture came from: the store, a renderer, or memory while its save was still under way.
enum class Provenance { store, render, pending_save };

struct Picture {
    store::Object object;
    Provenance provenance = Provenance::store;
    std::optional<base::Duration> store_time;
    std::optional<base::Duration> queue_time;
    std::optional<base::Duration> render_time;
};

// What is told to whoever asked for a picture.
using PictureResult = base::Result<Picture>;
using PictureCallback = std::function<void(PictureResult)>;

}  // namespace placard::origin
