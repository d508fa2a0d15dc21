#include "cli/checked_config.h"

#include <gtest/gtest.h>

#include "base/test_folder.h"

namespace placard::cli {
namespace {

class CheckedConfig : public testing::Test {
protected:
    std::shared_ptr<const card::Card> card_with(const std::string& html) {
        folder_.write("card.html", html);
        return std::make_shared<card::Card>(
            card::Card{.name = "challenge",
                       .pattern = *card::Pattern::compile("/{km:1..9}"),
                       .source = card::TemplateSource{folder_.path() / "card.html"},
                       .variables = {{"brand", "Placard"}},
                       .default_image = folder_.path() / "default.jpg"});
    }

    base::TestFolder folder_;
};

TEST_F(CheckedConfig, fields_constants_and_the_id_may_be_used) {
    EXPECT_TRUE(examine_cards({card_with("{{km}} {{brand}} {{id}}")}).mistakes.empty());
}

TEST_F(CheckedConfig, an_unknown_placeholder_is_a_mistake_that_names_what_there_is) {
    const CardFindings findings = examine_cards({card_with("{{km}} {{miles}}")});
    ASSERT_EQ(findings.mistakes.size(), 1u);
    EXPECT_NE(findings.mistakes[0].find("{{miles}}"), std::string::npos);
    EXPECT_NE(findings.mistakes[0].find("km, brand, id"), std::string::npos);
}

TEST_F(CheckedConfig, a_missing_asset_and_a_missing_default_image_are_warnings) {
    card::Card card = *card_with("<img src=\"logo.png\">{{km}}");
    card.default_image.reset();
    const CardFindings findings = examine_cards({std::make_shared<card::Card>(card)});
    EXPECT_TRUE(findings.mistakes.empty());
    ASSERT_EQ(findings.warnings.size(), 2u);
    EXPECT_NE(findings.warnings[0].find("logo.png"), std::string::npos);
}

TEST_F(CheckedConfig, a_template_that_does_not_parse_is_a_mistake) {
    EXPECT_EQ(examine_cards({card_with("{{#km}} never closed")}).mistakes.size(), 1u);
}

}  // namespace
}  // namespace placard::cli
