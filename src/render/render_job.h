// What a renderer is asked for and what it gives: a job knows neither cards nor HTTP requests.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/blob.h"
#include "base/clock.h"
#include "base/image_format.h"
#include "base/secret.h"

namespace placard::render {

class Template;

struct Variable {
    std::string name;
    std::string value;
};

// A compiled template and the values to fill in; they are HTML-escaped when they are.
struct TemplateInput {
    std::shared_ptr<const Template> compiled;
    std::vector<Variable> variables;
};

enum class Ready { load, network_idle, signal };

// An address to open.
struct PageInput {
    std::string address;
    // Sent with the address itself and its own origin only.
    std::vector<std::pair<std::string, base::Secret>> headers;
    Ready ready = Ready::load;
};

struct RenderJob {
    std::variant<TemplateInput, PageInput> input;
    int width = 1200;  // CSS pixels
    int height = 630;
    double scale = 1;  // device pixels a CSS pixel
    base::ImageFormat format = base::ImageFormat::jpeg;
    int quality = 80;                        // 1..100, of the lossy formats
    std::vector<std::string> allowed_hosts;  // "host" or "host:port"; a page's own is always allowed
    base::Deadline deadline;
};

struct RenderedImage {
    base::Blob bytes;
    base::ImageFormat format = base::ImageFormat::jpeg;
    // From the start of the drawing to the encoded bytes, without waiting in a queue.
    base::Duration drawing{};
    std::size_t attempts = 1;  // more than one where a browser had to be replaced on the way
};

}  // namespace placard::render
