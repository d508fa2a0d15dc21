#include "browser/document_traits.h"

#include <gtest/gtest.h>

namespace placard::browser {
namespace {

TEST(leaves_traces, is_said_of_metadata_that_stays_with_the_page) {
    for (const char* document :
         {"<meta http-equiv=refresh content=1>", "<META HTTP-EQUIV='Content-Security-Policy' content=x>",
          "<meta name=\"color-scheme\" content=dark>", "<meta\ncontent='>' name=color-scheme>",
          "<meta/name=referrer>", "<meta charset=utf-8 name=color&#45;scheme content=dark>",
          "<meta =x name=color-scheme>",
          "<!-- <meta x=\" --><meta name=color-scheme content=dark><!-- \"> -->", "<meta name>"}) {
        EXPECT_TRUE(leaves_traces(document)) << document;
    }
}

TEST(leaves_traces, is_not_said_of_ordinary_documents) {
    for (const char* document :
         {"", "<", "<meta", "<meta>",
          "<!doctype html><meta charset=\"utf-8\"><p style='color-scheme:dark'>http-equiv",
          "<meta name=viewport content='width=device-width'><meta name=\"Description\" content=''>",
          "<meta content=\"name=color-scheme\">", "<div name=color-scheme>"}) {
        EXPECT_FALSE(leaves_traces(document)) << document;
    }
}

}  // namespace
}  // namespace placard::browser
