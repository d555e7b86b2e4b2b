#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace store {

/// SHA-256 of bytes that come in pieces (OpenSSL). One thread at a time.
class Sha256 {
  public:
    Sha256();
    void add(std::string_view bytes);
    /// 64 lower-case hexadecimal digits. The last call: nothing may be added after it.
    std::string finish();

  private:
    struct Free {
        void operator()(void* context) const noexcept;
    };
    std::unique_ptr<void, Free> context_;  ///< EVP_MD_CTX; opaque so that OpenSSL stays in this folder.
};

std::string sha256(std::string_view bytes);

}  // namespace store
