#include "http/request_reader.h"

namespace placard::http {

RequestReader::Progress RequestReader::read(std::string_view input) {
    switch (scanner_.scan(input)) {
        case HeadScanner::Progress::need_more:
            return Progress::need_more;
        case HeadScanner::Progress::refused:
            // Of what was looked at: the log, too, must not depend on how the bytes were cut.
            line_ = guess_request_line(input.substr(0, scanner_.end()), limits_.max_target);
            judgement_ = {scanner_.status(), Persistence::close};
            return Progress::refused;
        case HeadScanner::Progress::complete:
            break;
    }
    const std::string_view head = input.substr(scanner_.begin(), scanner_.end() - scanner_.begin());
    if (!parse_request_head(head, line_, request_.fields)) {
        line_ = guess_request_line(head, limits_.max_target);
        judgement_ = {400, Persistence::close};
        return Progress::refused;
    }
    judgement_ = judge(line_, request_);
    return judgement_.refusal ? Progress::refused : Progress::request;
}

}  // namespace placard::http
