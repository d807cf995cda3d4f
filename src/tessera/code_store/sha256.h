#pragma once
// SHA-256 and HMAC-SHA-256, for what is kept and named by its contents, without a cryptographic
// library. Source: FIPS 180-4; RFC 2104. Threads: values.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tessera::code_store {

using Digest = std::array<std::uint8_t, 32>;

class Sha256 {
public:
    Sha256& add(std::span<const std::uint8_t> bytes);
    Sha256& add(std::string_view text);
    /// Of all that was added; the object is used up.
    [[nodiscard]] Digest finish();

private:
    static constexpr std::size_t kBlock = 64;
    void block(const std::uint8_t* bytes);

    std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                           0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, kBlock> rest_{};
    std::size_t rest_size_ = 0;
    std::uint64_t bytes_ = 0;
};

class HmacSha256 {
public:
    explicit HmacSha256(const Digest& key);
    HmacSha256& add(std::span<const std::uint8_t> bytes);
    HmacSha256& add(std::string_view text);
    [[nodiscard]] Digest finish();

private:
    Sha256 inner_;
    Sha256 outer_;
};

/// 64 digits, lower case.
[[nodiscard]] std::string to_hex(const Digest& digest);
/// Takes the same time whatever differs.
[[nodiscard]] bool same(const Digest& a, const Digest& b);

}  // namespace tessera::code_store
