// For a server whose exchanges nobody wants to hear of.
#pragma once

#include "http/server.h"

namespace placard::cli {

class NoObserver final : public http::ExchangeObserver {
public:
    void finished(const http::Exchange&) override {}
};

}  // namespace placard::cli
