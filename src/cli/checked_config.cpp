#include "cli/checked_config.h"

#include <algorithm>
#include <cstdio>
#include <variant>

#include "render/template.h"

namespace placard::cli {
namespace {

std::string quoted_list(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

// Every name that a template of this card may use.
std::vector<std::string> known_names(const card::Card& card) {
    std::vector<std::string> names = card.pattern.field_names();
    for (const card::Parameter& constant : card.variables)
        names.push_back(constant.name);
    names.push_back("id");
    return names;
}

void examine_template(const card::Card& card, const card::TemplateSource& source, CardFindings& findings) {
    const std::string who = "card '" + card.name + "': ";
    const auto compiled = render::Template::load(source.file, source.scripts);
    if (!compiled) {
        findings.mistakes.push_back(who + describe(compiled.error()));
        return;
    }
    const std::vector<std::string> known = known_names(card);
    for (const std::string& name : (*compiled)->variables()) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            findings.mistakes.push_back(
                who + source.file.string() + " uses {{" + name +
                "}}, which is neither a field of the path nor one of card.variables; there are " +
                quoted_list(known));
        }
    }
    for (const std::string& file : (*compiled)->missing_files()) {
        findings.warnings.push_back(who + source.file.string() + " refers to " + file +
                                    ", which is not there");
    }
}

}  // namespace

CardFindings examine_cards(const std::vector<std::shared_ptr<const card::Card>>& cards) {
    CardFindings findings;
    for (const auto& card : cards) {
        if (const auto* source = std::get_if<card::TemplateSource>(&card->source)) {
            examine_template(*card, *source, findings);
        }
        if (!card->default_image) {
            findings.warnings.push_back("card '" + card->name +
                                        "' has no default image: where it can't be drawn the answer is 500");
        }
    }
    return findings;
}

std::optional<config::Config> load_checked_config(const std::filesystem::path& file) {
    auto loaded = config::load(file);
    if (!loaded) {
        for (const config::Mistake& mistake : loaded.error()) {
            std::fprintf(stderr, "%s\n", describe(mistake).c_str());
        }
        return std::nullopt;
    }
    const CardFindings findings = examine_cards(loaded->cards);
    for (const std::string& mistake : findings.mistakes) {
        std::fprintf(stderr, "%s: %s\n", file.c_str(), mistake.c_str());
    }
    for (const std::string& warning : findings.warnings) {
        std::fprintf(stderr, "%s: warning: %s\n", file.c_str(), warning.c_str());
    }
    if (!findings.mistakes.empty()) return std::nullopt;
    return std::move(*loaded);
}

}  // namespace placard::cli
