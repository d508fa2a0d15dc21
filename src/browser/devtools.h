// A conversation with one browser over the DevTools protocol: commands, their answers, and events by session.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/error.h"
#include "browser/message.h"
#include "browser/pipe.h"

namespace placard::browser {

// What the conversation has shown of the browser.
enum class Condition { sound, closed, silent };

// Whether a browser that says nothing is asked if it is still there.
enum class Silence { questioned, tolerated };

// For one thread at a time. Errors: timeout (the deadline given to work_until() passed), unavailable (closed
// or silent, see condition(): nothing more will come), internal (Chromium refused a command; its words in
// `detail`).
class DevTools {
public:
    // params of the event; its session is the one listened to.
    using Listener = std::function<void(const std::string& method, const Json& params)>;

    explicit DevTools(Pipe pipe);

    // The deadline of everything from now on. A browser from which nothing at all is heard for long, measured
    // by what is left now, is asked whether it is still there, and is `silent` where it does not say so; one
    // that is just starting has other things to do.
    void work_until(base::Deadline deadline, Silence silence = Silence::questioned);
    // From here until the next work_until() the browser may be quiet for that long: it has hard work to do.
    void expect_quiet(base::Duration longest);
    base::Deadline deadline() const { return deadline_; }

    // Sends a command whose answer will be waited for. A failure to send shows in wait().
    int post(std::string_view method, const Json& params = {}, std::string_view session = {});
    // Sends a command whose answer nobody wants.
    void tell(std::string_view method, const Json& params = {}, std::string_view session = {});
    base::Result<Message> wait(int id);
    base::Result<Message> call(std::string_view method, const Json& params = {},
                               std::string_view session = {});
    bool has_answer(int id) const { return answers_.contains(id); }

    // Reads and hands out events until `done` holds (true) or `at_most` passes (false).
    base::Result<bool> pump_until(const std::function<bool()>& done, base::Deadline at_most);
    base::Status pump_until(const std::function<bool()>& done);

    void listen(const std::string& session, Listener listener);
    void forget(const std::string& session);

    Condition condition() const { return condition_; }

private:
    base::Status read_one(base::Deadline at_most);
    base::Status question_silence();
    base::SteadyTime patience_ends() const;
    void send(int id, std::string_view method, const Json& params, std::string_view session);
    void take(Message message);

    Pipe pipe_;
    base::Deadline deadline_;
    Condition condition_ = Condition::sound;
    int last_id_ = 0;
    std::set<int> awaited_;
    std::map<int, Message> answers_;
    std::map<std::string, Listener> listeners_;

    base::SteadyTime heard_;                    // when the browser last said something, or the work began
    base::Duration quiet_patience_{};           // how long it may say nothing before it is asked
    std::optional<base::SteadyTime> asked_at_;  // when it was
};

}  // namespace placard::browser
