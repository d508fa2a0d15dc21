// What every store must do, as tests; they are in conformance_test.cpp. A store's test file adds its factory:
//
//   INSTANTIATE_TEST_SUITE_P(Filesystem, StoreConformance,
//   testing::Values(StoreFactory(make_a_fresh_empty_store)));
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/object_store.h"

namespace placard::store {

// An empty store; the pointer owns whatever the store needs to live.
using StoreFactory = std::function<std::shared_ptr<ObjectStore>()>;

class StoreConformance : public testing::TestWithParam<StoreFactory> {
protected:
    static base::Deadline soon() { return base::Deadline::after(std::chrono::minutes(1)); }
    static ObjectHeaders jpeg() { return {"image/jpeg", "public, max-age=31536000"}; }

    base::Result<ObjectInfo> put(std::string_view key, std::string body) {
        return store_->put(key, base::Blob(std::move(body)), jpeg(), soon());
    }
    // The body; "(absent)" or "(error)" where there is none.
    std::string body_of(std::string_view key) {
        const auto object = store_->get(key, soon());
        if (!object) return "(error) " + base::describe(object.error());
        return *object ? std::string((*object)->body.view()) : "(absent)";
    }
    // All keys, read in pages.
    std::vector<std::string> keys(std::string_view prefix, std::size_t limit, std::string start_after = "") {
        std::vector<std::string> all;
        while (true) {
            auto page = store_->list(prefix, start_after, limit, soon());
            if (!page) return {"(error) " + base::describe(page.error())};
            EXPECT_LE(page->entries.size(), limit);
            for (ListEntry& entry : page->entries)
                all.push_back(std::move(entry.key));
            if (!page->next) return all;
            start_after = *page->next;
        }
    }
    // A body that tells from any part of it whether it is whole.
    static std::string pattern(unsigned number, std::size_t size) {
        std::string body(size, '\0');
        for (std::size_t i = 0; i < size; ++i)
            body[i] = static_cast<char>(i * 31 + number * 97 + (i >> 12));
        return body;
    }

    std::shared_ptr<ObjectStore> store_ = GetParam()();
};

}  // namespace placard::store
