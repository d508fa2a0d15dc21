#include "base/sha256.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>

namespace placard::base {

struct Sha256::Context {
    EVP_MD_CTX* handle = EVP_MD_CTX_new();
    ~Context() { EVP_MD_CTX_free(handle); }
};

namespace {
// OpenSSL's digest calls fail only when memory or the library itself is broken.
void require(int ok) {
    if (ok != 1) std::abort();
}
}  // namespace

Sha256::Sha256() : context_(std::make_unique<Context>()) {
    require(context_->handle != nullptr);
    require(EVP_DigestInit_ex(context_->handle, EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

Sha256& Sha256::update(std::string_view bytes) {
    require(EVP_DigestUpdate(context_->handle, bytes.data(), bytes.size()));
    return *this;
}

Sha256& Sha256::update_framed(std::string_view bytes) {
    return update(std::to_string(bytes.size())).update(":").update(bytes);
}

Sha256Digest Sha256::finish() {
    Sha256Digest digest{};
    require(EVP_DigestFinal_ex(context_->handle, digest.data(), nullptr));
    return digest;
}

Sha256Digest sha256(std::string_view bytes) {
    return Sha256().update(bytes).finish();
}

std::string to_hex(const Sha256Digest& digest, std::size_t count) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < std::min(count, digest.size()); ++i) {
        text += digits[digest[i] >> 4];
        text += digits[digest[i] & 15];
    }
    return text;
}

}  // namespace placard::base
