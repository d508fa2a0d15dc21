#include "origin/card_source.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/test_folder.h"
#include "origin/test_cards.h"

namespace placard::origin {
namespace {

const CardSourceOptions usual{"engine 1", "fonts 1", "http://127.0.0.1:8080"};

base::Deadline far() {
    return base::Deadline::after(std::chrono::minutes(10));
}

std::string fingerprint(const card::Card& card, const CardSourceOptions& options = usual) {
    return CardSources::create({shared(card)}, options).value().fingerprint_of(card);
}

render::RenderJob job(const card::Card& card, std::string_view id, const CardSourceOptions& options = usual) {
    const card::Catalogue catalogue({shared(card)});
    const CardSources sources = CardSources::create(catalogue.cards(), options).value();
    return sources.job_for(catalogue.find_id(id).value(), far()).value();
}

std::map<std::string, std::string> variables(const render::RenderJob& job) {
    std::map<std::string, std::string> values;
    for (const auto& variable : std::get<render::TemplateInput>(job.input).variables) {
        EXPECT_TRUE(values.emplace(variable.name, variable.value).second)
            << variable.name << " is there twice";
    }
    return values;
}

TEST(CardSources, a_template_gets_the_fields_the_constants_and_the_id) {
    const base::TestFolder files;
    card::Card card =
        card_of("c", "/{km:1..999}-{days:1..366}",
                card::TemplateSource{files.write("card.html", "<p>{{km}} {{days}} {{brand}} {{id}}"), false});
    card.variables = {{"brand", "Placard"}};
    const auto made = job(card, "12-34");
    EXPECT_EQ(variables(made), (std::map<std::string, std::string>{
                                   {"km", "12"}, {"days", "34"}, {"brand", "Placard"}, {"id", "12-34"}}));
    EXPECT_TRUE(std::get<render::TemplateInput>(made.input).compiled);
}

TEST(CardSources, the_job_is_what_the_card_says) {
    card::Card card = page_card();
    card.viewport = {800, 400, 1.5};
    card.quality = 55;
    card.allowed_hosts = {"fonts.example"};
    const auto made = job(card, "7.webp");
    EXPECT_EQ(made.width, 800);
    EXPECT_EQ(made.height, 400);
    EXPECT_EQ(made.scale, 1.5);
    EXPECT_EQ(made.quality, 55);
    EXPECT_EQ(made.format, base::ImageFormat::webp);
    EXPECT_EQ(made.allowed_hosts, std::vector<std::string>{"fonts.example"});
}

TEST(CardSources, a_page_gets_its_address_filled_its_token_and_its_signal) {
    card::PageSource source = page_source("https://cards.example/?social={id}&n={n}&b={brand}");
    source.token = base::Secret("s3cret");
    source.token_header = "X-Card";
    source.ready = card::ReadySignal::signal;
    card::Card card = card_of("c", "/{n:1..9}", source);
    card.variables = {{"brand", "a&b"}};
    const auto page = std::get<render::PageInput>(job(card, "7").input);
    EXPECT_EQ(page.address, "https://cards.example/?social=7&n=7&b=a%26b");
    ASSERT_EQ(page.headers.size(), 1u);
    EXPECT_EQ(page.headers[0].first, "X-Card");
    EXPECT_EQ(page.headers[0].second.reveal(), "s3cret");
    EXPECT_EQ(page.ready, render::Ready::signal);
}

TEST(CardSources, a_page_without_a_token_gets_no_header) {
    EXPECT_TRUE(std::get<render::PageInput>(job(page_card(), "7").input).headers.empty());
}

TEST(CardSources, a_page_of_ones_own_lies_behind_ones_own_address) {
    const card::Card card = card_of("c", "/{n:1..9}", page_source("/page.html?id={id}"));
    EXPECT_EQ(std::get<render::PageInput>(job(card, "7").input).address,
              "http://127.0.0.1:8080/page.html?id=7");
}

TEST(CardSources, a_card_that_it_does_not_know_is_invalid) {
    const CardSources sources = CardSources::create({}, usual).value();
    const card::Catalogue catalogue({shared(page_card())});
    const auto made = sources.job_for(catalogue.find_id("7").value(), far());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, base::ErrorCode::invalid);
}

TEST(CardSources, the_error_of_a_template_names_the_card) {
    const base::TestFolder files;
    const auto sources = CardSources::create(
        {shared(card_of("sunny", "/{n}", card::TemplateSource{files.path() / "none.html", false}))}, usual);
    ASSERT_FALSE(sources);
    EXPECT_NE(sources.error().message.find("'sunny'"), std::string::npos) << sources.error().message;
}

// A changed fingerprint means that every picture of every card is drawn anew: this must not happen unnoticed.
TEST(Fingerprint, is_the_same_in_every_release) {
    card::Card card = page_card();
    card.variables = {{"brand", "Placard"}};
    card.allowed_hosts = {"fonts.example"};
    card.version = "3";
    EXPECT_EQ(fingerprint(card), "7bc11a538c6a4706");
}

TEST(Fingerprint, changes_with_each_ingredient_of_a_picture) {
    const std::vector<std::pair<std::string, std::function<void(card::Card&)>>> changes{
        {"address", [](card::Card& card) { card.source = page_source("https://cards.example/?m={n}"); }},
        {"ready",
         [](card::Card& card) { std::get<card::PageSource>(card.source).ready = card::ReadySignal::idle; }},
        {"width", [](card::Card& card) { card.viewport.width = 1201; }},
        {"height", [](card::Card& card) { card.viewport.height = 631; }},
        {"scale", [](card::Card& card) { card.viewport.scale = 1.25; }},
        {"quality", [](card::Card& card) { card.quality = 81; }},
        {"constant",
         [](card::Card& card) {
             card.variables = {{"brand", "Placard"}};
         }},
        {"constant's name",
         [](card::Card& card) {
             card.variables = {{"brandP", "lacard"}};
         }},
        {"host",
         [](card::Card& card) {
             card.allowed_hosts = {"brand", "Placard"};
         }},
        {"version", [](card::Card& card) { card.version = "2"; }},
        {"field", [](card::Card& card) { card.pattern = card::Pattern::compile("/{m:1..9999}").value(); }},
    };
    std::map<std::string, std::string> seen{{fingerprint(page_card()), "nothing"}};
    for (const auto& [what, change] : changes) {
        card::Card card = page_card();
        change(card);
        const auto [place, is_new] = seen.emplace(fingerprint(card), what);
        EXPECT_TRUE(is_new) << what << " gives the fingerprint of " << place->second;
    }
    EXPECT_TRUE(seen.emplace(fingerprint(page_card(), {"engine 2", "fonts 1", ""}), "engine").second);
    EXPECT_TRUE(seen.emplace(fingerprint(page_card(), {"engine 1", "fonts 2", ""}), "fonts").second);
}

TEST(Fingerprint, changes_with_the_template_and_its_scripts) {
    const base::TestFolder files;
    const auto with = [&](const char* file, const char* text, bool scripts) {
        return fingerprint(card_of("c", "/{n}", card::TemplateSource{files.write(file, text), scripts}));
    };
    const std::string plain = with("a.html", "<p>one", false);
    EXPECT_NE(plain, with("b.html", "<p>two", false));
    EXPECT_NE(plain, with("c.html", "<p>one", true));
    EXPECT_NE(plain, fingerprint(page_card("c", "/{n}")));
}

TEST(Fingerprint, does_not_change_with_what_no_picture_shows) {
    card::Card card = page_card();
    std::get<card::PageSource>(card.source).token = base::Secret("s3cret");
    card.deadline = std::chrono::seconds(9);
    card.lifetimes.max_age = std::chrono::seconds(9);
    card.pattern = card::Pattern::compile("/{n:1..5}").value();
    CardSourceOptions options = usual;
    options.own_address = "http://127.0.0.1:9090";
    EXPECT_EQ(fingerprint(card, options), fingerprint(page_card()));
}

}  // namespace
}  // namespace placard::origin
