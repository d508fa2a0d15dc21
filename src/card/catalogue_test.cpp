#include "card/catalogue.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace placard::card {
namespace {

std::shared_ptr<const Card> card(const std::string& name, const std::string& pattern) {
    return std::make_shared<const Card>(
        Card{.name = name, .pattern = Pattern::compile(pattern).value(), .source = TemplateSource{}});
}

Catalogue example() {
    return Catalogue({card("challenge", "/{km:1..999}-{days:1..366}-{left:0..366}"),
                      card("profile", "/profile/{handle:slug(1..32)}"),
                      card("asset", "/asset/{key:hex(8..8)}"), card("free", "/free/{text:regex(.+)}"),
                      card("number", "/{n:0..9}"), card("any", "/{s}")});
}

struct Hit {
    std::string target;
    std::string card;
    std::string path;  // canonical
};

TEST(Catalogue, finds_the_card_of_a_target_in_every_spelling_that_is_allowed) {
    const std::vector<Hit> hits{
        {"/12-34-10.jpg", "challenge", "/12-34-10.jpg"},
        {"/12-34-10.jpeg", "challenge", "/12-34-10.jpg"},
        {"/12-34-10.png", "challenge", "/12-34-10.png"},
        {"/12-34-10.webp", "challenge", "/12-34-10.webp"},
        {"/12-34-10.avif", "challenge", "/12-34-10.avif"},
        {"/12-34-10.jpg?v=3", "challenge", "/12-34-10.jpg"},
        {"/12-34-10.jpg?", "challenge", "/12-34-10.jpg"},
        {"/12-34-10.jpg?a=/../x.png?b=%00%zz", "challenge", "/12-34-10.jpg"},
        {"/%31%32%2d34%2D10.%6Apg", "challenge", "/12-34-10.jpg"},
        {"/profile/%6Aane%2Ddoe.png", "profile", "/profile/jane-doe.png"},
        {"/asset/DEADBEEF.webp", "asset", "/asset/deadbeef.webp"},
        {"/free/a%5Fb%7Ec@d:1.2.jpg", "free", "/free/a_b~c@d:1.2.jpg"},
        {"/7.jpg", "number", "/7.jpg"},  // the first card that fits
        {"/07.jpg", "any", "/07.jpg"},
    };
    const Catalogue catalogue = example();
    for (const Hit& hit : hits) {
        SCOPED_TRACE(hit.target);
        const auto address = catalogue.find(hit.target);
        ASSERT_TRUE(address.has_value());
        EXPECT_EQ(address->card->name, hit.card);
        EXPECT_EQ(address->canonical_path(), hit.path);
        const auto again = catalogue.find(address->canonical_path());
        ASSERT_TRUE(again.has_value());
        EXPECT_EQ(again->id, address->id);
        EXPECT_EQ(again->parameters, address->parameters);
        EXPECT_EQ(again->format, address->format);
    }
}

TEST(Catalogue, finds_nothing_for_what_an_attacker_sends) {
    const std::string nul("\0", 1);
    const std::vector<std::string> targets{
        "",
        "/",
        "?",
        "/?",
        "//",
        ".jpg",
        "/.jpg",
        "/a/.jpg",
        "*",
        "12-34-10.jpg",
        "http://host/12-34-10.jpg",
        "//12-34-10.jpg",
        "/./12-34-10.jpg",
        "/../12-34-10.jpg",
        "/x/../12-34-10.jpg",
        // Extensions
        "/12-34-10",
        "/12-34-10.",
        "/12-34-10.JPG",
        "/12-34-10.Jpg",
        "/12-34-10.gif",
        "/12-34-10.svg",
        "/12-34-10.jpg.png",
        "/12-34-10.jpg/",
        "/12-34-10.jpg/x",
        "/12-34-10/.jpg",
        "/12-34-10.jpg;v=1",
        "/free/x.jpg.png",
        "/12-34-10.jpg.",
        "/12-34-10..jpg",
        "/12-34-10.jp%67%67",
        // Percent-encoding
        "/12-34-10%2ejpg",
        "/12-34-10%2Ejpg",
        "/profile%2fjane.jpg",
        "/profile%2Fjane.jpg",
        "/%2e%2e/7.jpg",
        "/free/%2e.jpg",
        "/free/%2e%2e%2f7.jpg",
        "/7%00.jpg",
        "/7.jpg%00",
        "/7%.jpg",
        "/7%3.jpg",
        "/7%zz.jpg",
        "/7.jpg%",
        "/7.jpg%2",
        "/%2531.jpg",
        "/free/%20.jpg",
        "/free/%C3%A9.jpg",
        "/free/%40.jpg",
        "/free/%c0%ae.jpg",
        "/free/%0d%0aSet-Cookie:x.jpg",
        "/%",
        "/free/%5c.jpg",
        "/free/%3F.jpg",
        // Bytes
        "/7" + nul + ".jpg",
        nul,
        "/free/caf\xc3\xa9.jpg",
        "/free/\xff.jpg",
        "/free/\xc0\xaf.jpg",
        "/free/a b.jpg",
        "/free/a\tb.jpg",
        "/free/a\r\nb.jpg",
        "/free/\x7f.jpg",
        "/free/<script>.jpg",
        "/free/\"x\".jpg",
        "/free/a\\b.jpg",
        "/free/{text}.jpg",
        "/free/`id`.jpg",
        "/free/a|b.jpg",
        "/free/^.jpg",
        // Fragments
        "/7.jpg#x",
        "/7#.jpg",
        "/7.jpg?a#b",
        "#/7.jpg",
        // The reserved prefix, and segments that no client sends
        "/-/health.jpg",
        "/free/..jpg",
        "/free/...jpg",
        "/free//x.jpg",
        "/profile//jane.jpg",
        "/profile/jane/.jpg",
        // Sizes
        "/" + std::string(100'000, 'a') + ".jpg",
        "/free/" + std::string(100'000, '%') + ".jpg",
        std::string(100'000, '/'),
        "/free/" + std::string(2000, 'a') + ".jpg",
        std::string("/") + std::string(100'000, '.'),
    };
    const Catalogue catalogue = example();
    for (const std::string& target : targets) {
        const auto address = catalogue.find(target);
        EXPECT_FALSE(address.has_value())
            << target.substr(0, 60) << " is taken for " << address->canonical_path();
    }
}

TEST(Catalogue, takes_the_first_card_that_fits_whether_its_first_segment_is_literal_or_not) {
    const Catalogue catalogue({card("a", "/a/{n:1..9}"), card("open", "/{s}/{n:1..99}"),
                               card("late", "/a/{n:1..999}"), card("regex", "/{s:regex([^/]+)}/{n:1..9999}"),
                               card("b", "/b")});
    const std::vector<Hit> hits{
        {"/a/7.jpg", "a", "/a/7.jpg"},        {"/a/77.jpg", "open", "/a/77.jpg"},
        {"/a/777.jpg", "late", "/a/777.jpg"}, {"/a/7777.jpg", "regex", "/a/7777.jpg"},
        {"/x/7.jpg", "open", "/x/7.jpg"},     {"/b.jpg", "b", "/b.jpg"},
    };
    for (const Hit& hit : hits) {
        const auto address = catalogue.find(hit.target);
        ASSERT_TRUE(address.has_value()) << hit.target;
        EXPECT_EQ(address->card->name, hit.card) << hit.target;
        EXPECT_EQ(address->canonical_path(), hit.path);
    }
    EXPECT_FALSE(catalogue.find("/b/7x.jpg").has_value());
    EXPECT_FALSE(Catalogue({}).find("/b.jpg").has_value());
}

TEST(Catalogue, ignores_a_query_of_any_length) {
    const auto address = example().find("/7.jpg?" + std::string(100'000, 'x'));
    ASSERT_TRUE(address.has_value());
    EXPECT_EQ(address->canonical_path(), "/7.jpg");
}

TEST(Catalogue, finds_an_id_as_a_person_writes_it) {
    const std::vector<Hit> hits{
        {"12-34-10", "challenge", "/12-34-10.jpg"},       {"/12-34-10", "challenge", "/12-34-10.jpg"},
        {"12-34-10.png", "challenge", "/12-34-10.png"},   {"/12-34-10.png", "challenge", "/12-34-10.png"},
        {"profile/jane", "profile", "/profile/jane.jpg"}, {"free/1.2", "free", "/free/1.2.jpg"},
        {"free/1.2.webp", "free", "/free/1.2.webp"},
    };
    for (const Hit& hit : hits) {
        SCOPED_TRACE(hit.target);
        const auto address = example().find_id(hit.target);
        ASSERT_TRUE(address.has_value());
        EXPECT_EQ(address->card->name, hit.card);
        EXPECT_EQ(address->canonical_path(), hit.path);
    }
    for (const std::string id :
         {"", "/", "12_34", "12-34-10.gif", "12-34-10.JPG", "//7", "..", "7?x", "7#x"}) {
        EXPECT_FALSE(example().find_id(id).has_value()) << id;
    }
    EXPECT_FALSE(example().find_id(std::string(100'000, 'a')).has_value());
}

TEST(Catalogue, gives_back_each_id_that_it_gave_out) {
    const Catalogue catalogue = example();
    for (const std::string target :
         {"/12-34-10.png", "/asset/DEADBEEF.jpg", "/free/...a.jpg", "/free/1.2.jpg"}) {
        const auto address = catalogue.find(target);
        ASSERT_TRUE(address.has_value()) << target;
        const auto by_id = catalogue.find_id(address->id);
        ASSERT_TRUE(by_id.has_value()) << target;
        EXPECT_EQ(by_id->id, address->id);
        EXPECT_EQ(by_id->format, base::ImageFormat::jpeg);
    }
}

TEST(Catalogue, keeps_a_card_alive_for_an_address_that_outlives_it) {
    std::optional<CardAddress> address;
    { address = example().find("/7.jpg"); }
    EXPECT_EQ(address->card->name, "number");
}

}  // namespace
}  // namespace placard::card
