#include "base/log.h"

namespace placard::base {
namespace {

class NullLog final : public Log {
public:
    void write(Level, std::string_view, std::initializer_list<Field>) override {}
};

}  // namespace

Log& null_log() {
    static NullLog log;
    return log;
}

}  // namespace placard::base
