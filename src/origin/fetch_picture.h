// The pipeline's callback as something that a coroutine can wait for.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/clock.h"
#include "card/catalogue.h"
#include "origin/picture.h"
#include "origin/pipeline.h"

namespace placard::origin {

// As Pipeline::fetch(); the coroutine is resumed on its own executor. It may be destroyed or cancelled while
// it waits, also by the end of its event loop, and whether or not the pipeline still lives: the picture then
// comes to nobody. An event loop that ends while a picture may come at the same moment has to be drained
// first, as http::Server does: Asio's post() may not meet the loop's destructor. Cancelled, it ends with
// ErrorCode::cancelled. `address` must live until the awaitable has ended.
boost::asio::awaitable<PictureResult> fetch_picture(Pipeline& pipeline, const card::CardAddress& address,
                                                    base::Deadline deadline);

}  // namespace placard::origin
