#include "edge/router.h"

#include <gtest/gtest.h>

#include "edge/test_handlers.h"

namespace placard::edge {
namespace {

TEST(Router, takes_the_first_route_that_fits) {
    ScriptedHandler cards, exact, folder, deeper;
    cards.next = picture("cards", {});
    exact.next = picture("exact", {});
    folder.next = picture("folder", {});
    deeper.next = picture("deeper", {});
    Router router(cards);
    router.add_exact("/", exact);
    router.add_exact("/pages/special", exact);
    router.add_below("/pages/", folder);
    router.add_below("/pages/deeper/", deeper);
    router.add_below("/plain", deeper);

    const auto taken_by = [&](const std::string& target) {
        return std::string(call(router, get(target)).representation->body.view());
    };
    EXPECT_EQ(taken_by("/"), "exact");
    EXPECT_EQ(taken_by("/?a=b"), "exact");
    EXPECT_EQ(taken_by("/12.jpg"), "cards");
    EXPECT_EQ(taken_by("/pages/special"), "exact");
    EXPECT_EQ(taken_by("/pages/special/x"), "folder");
    EXPECT_EQ(taken_by("/pages/"), "folder");
    EXPECT_EQ(taken_by("/pages/deeper/a?b"), "folder");
    EXPECT_EQ(taken_by("/pages"), "cards");
    EXPECT_EQ(taken_by("/x?/pages/"), "cards");
    EXPECT_EQ(taken_by("/plain"), "deeper");
    EXPECT_EQ(taken_by("/plain/a"), "deeper");
    EXPECT_EQ(taken_by("/plainer"), "cards");
}

}  // namespace
}  // namespace placard::edge
