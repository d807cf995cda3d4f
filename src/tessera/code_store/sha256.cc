#include "tessera/code_store/sha256.h"

#include <algorithm>
#include <bit>

namespace tessera::code_store {
namespace {

constexpr std::uint32_t kRounds[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::span<const std::uint8_t> octets(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

void Sha256::block(const std::uint8_t* bytes) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i) {
        w[i] = std::uint32_t{bytes[4 * i]} << 24U | std::uint32_t{bytes[4 * i + 1]} << 16U |
               std::uint32_t{bytes[4 * i + 2]} << 8U | std::uint32_t{bytes[4 * i + 3]};
    }
    for (std::size_t i = 16; i < 64; ++i) {
        const std::uint32_t a = w[i - 15];
        const std::uint32_t b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (std::rotr(a, 7) ^ std::rotr(a, 18) ^ (a >> 3U)) +
               (std::rotr(b, 17) ^ std::rotr(b, 19) ^ (b >> 10U));
    }
    auto [a, b, c, d, e, f, g, h] = state_;
    for (std::size_t i = 0; i < 64; ++i) {
        const std::uint32_t t1 = h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
                                 ((e & f) ^ (~e & g)) + kRounds[i] + w[i];
        const std::uint32_t t2 =
            (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
        h = g;
        g = f;
        f = e;
        e = d + t1;
        d = c;
        c = b;
        b = a;
        a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> add = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < add.size(); ++i) {
        state_[i] += add[i];
    }
}

Sha256& Sha256::add(std::span<const std::uint8_t> bytes) {
    bytes_ += bytes.size();
    if (rest_size_ > 0) {
        const std::size_t taken = std::min(kBlock - rest_size_, bytes.size());
        std::ranges::copy(bytes.first(taken), rest_.begin() + static_cast<long>(rest_size_));
        rest_size_ += taken;
        bytes = bytes.subspan(taken);
        if (rest_size_ < kBlock) {
            return *this;
        }
        block(rest_.data());
        rest_size_ = 0;
    }
    for (; bytes.size() >= kBlock; bytes = bytes.subspan(kBlock)) {
        block(bytes.data());
    }
    std::ranges::copy(bytes, rest_.begin());
    rest_size_ = bytes.size();
    return *this;
}

Sha256& Sha256::add(std::string_view text) {
    return add(octets(text));
}

Digest Sha256::finish() {
    const std::uint64_t bits = bytes_ * 8;
    std::array<std::uint8_t, 2 * kBlock> tail{0x80};
    // One bit, zeros up to 8 bytes before the end of a block, the length.
    const std::size_t zeros = (rest_size_ < 56 ? 56 : 120) - rest_size_;
    for (unsigned i = 0; i < 8; ++i) {
        tail[zeros + i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
    }
    add(std::span(tail).first(zeros + 8));
    Digest out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
    }
    return out;
}

HmacSha256::HmacSha256(const Digest& key) {
    std::array<std::uint8_t, 64> inner{};
    std::array<std::uint8_t, 64> outer{};
    for (std::size_t i = 0; i < inner.size(); ++i) {
        const std::uint8_t k = i < key.size() ? key[i] : std::uint8_t{0};
        inner[i] = static_cast<std::uint8_t>(k ^ 0x36U);
        outer[i] = static_cast<std::uint8_t>(k ^ 0x5cU);
    }
    inner_.add(inner);
    outer_.add(outer);
}

HmacSha256& HmacSha256::add(std::span<const std::uint8_t> bytes) {
    inner_.add(bytes);
    return *this;
}
HmacSha256& HmacSha256::add(std::string_view text) {
    inner_.add(text);
    return *this;
}
Digest HmacSha256::finish() {
    return outer_.add(inner_.finish()).finish();
}

std::string to_hex(const Digest& digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t byte : digest) {
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
    }
    return out;
}

bool same(const Digest& a, const Digest& b) {
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned>(a[i] ^ b[i]);
    }
    return difference == 0;
}

}  // namespace tessera::code_store
