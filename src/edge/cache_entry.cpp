#include "edge/cache_entry.h"

namespace placard::edge {
namespace {

using std::chrono::seconds;

// What allocator, hash table, list hooks and reference counts take for each entry.
constexpr std::size_t bookkeeping = 512;

}  // namespace

SharedEntry make_entry(const http::Response& response, base::SteadyTime now) {
    const http::CachePolicy& policy = response.representation->policy;
    if (response.status != 200 || response.outcome == http::Outcome::failure || policy.no_store)
        return nullptr;
    if (policy.max_age + policy.stale_while_revalidate + policy.stale_if_error <= seconds(0)) return nullptr;

    auto entry = std::make_shared<CacheEntry>();
    entry->representation = *response.representation;
    entry->fields = response.fields;
    entry->outcome = response.outcome;
    entry->fallback_reason = response.trace.fallback_reason;
    entry->card = response.trace.card;
    entry->stored = now;
    entry->age_when_stored = response.age.value_or(seconds(0));
    return entry;
}

std::size_t size_of(const CacheEntry& entry, std::string_view key) {
    std::size_t size = bookkeeping + sizeof(CacheEntry) + key.size() + entry.representation.body.size() +
                       entry.representation.content_type.size() + entry.representation.etag.size() +
                       entry.fallback_reason.size() + entry.card.size();
    for (const http::HeaderField& field : entry.fields) {
        size += sizeof(http::HeaderField) + field.name.size() + field.value.size();
    }
    return size;
}

seconds age_of(const CacheEntry& entry, base::SteadyTime now) {
    return entry.age_when_stored + std::chrono::floor<seconds>(now - entry.stored);
}

seconds time_to_live(const CacheEntry& entry, base::SteadyTime now) {
    return entry.representation.policy.max_age - age_of(entry, now);
}

Freshness freshness_of(const CacheEntry& entry, base::SteadyTime now) {
    const http::CachePolicy& policy = entry.representation.policy;
    const seconds age = age_of(entry, now);
    if (age < policy.max_age) return Freshness::fresh;
    const seconds stale_for = age - policy.max_age;
    if (stale_for < policy.stale_while_revalidate) return Freshness::revalidating;
    if (stale_for < policy.stale_if_error) return Freshness::on_error;
    return Freshness::expired;
}

http::Response answer_from(const SharedEntry& entry, base::SteadyTime now) {
    http::Response response;
    response.representation = http::SharedRepresentation(entry, &entry->representation);
    response.age = age_of(*entry, now);
    response.fields = entry->fields;
    response.outcome = entry->outcome;
    response.trace.ttl = entry->representation.policy.max_age - *response.age;
    response.trace.cache_status = response.trace.ttl->count() > 0 ? "hit" : "stale";
    response.trace.card = entry->card;
    response.trace.fallback_reason = entry->fallback_reason;
    return response;
}

}  // namespace placard::edge
