// A fixed number of threads behind a bounded queue, for work that blocks (store and file access).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace placard::base {

// Thread-safe. The destructor runs what was accepted, then joins the threads.
class WorkerPool {
public:
    // threads ≥ 1; capacity: how many tasks may wait beside those being run.
    WorkerPool(std::size_t threads, std::size_t capacity);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // False, and the task is dropped, where the queue is full or stop() was called. A task must not throw.
    [[nodiscard]] bool try_submit(std::function<void()> task);

    // Takes no more tasks, runs those accepted, joins the threads. May be called more than once.
    void stop();

private:
    void run();

    const std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> tasks_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace placard::base
