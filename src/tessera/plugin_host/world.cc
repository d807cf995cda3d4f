#include "tessera/plugin_host/world.h"

namespace tessera::plugin_host {

namespace {

/// FNV-1a.
std::uint64_t hash(std::string_view text) {
    std::uint64_t out = 0xCBF29CE484222325U;
    for (const char c : text) {
        out = (out ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    }
    return out;
}

}  // namespace

World::World(const WorldStart& start, std::string_view worker)
    : start_(start.wall), state_(start.seed ^ (worker.empty() ? 0 : hash(worker))) {}

TimePoint World::now() const {
    passed_ += kTick;
    return TimePoint(passed_);
}

Duration World::wall() const {
    passed_ += kTick;
    return start_ + passed_;
}

/// SplitMix64. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
std::uint64_t World::next() {
    state_ += 0x9E3779B97F4A7C15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
}

void World::random(std::span<std::byte> out) {
    for (std::byte& byte : out) {
        if (bytes_left_ == 0) {
            bits_ = next();
            bytes_left_ = sizeof(bits_);
        }
        byte = static_cast<std::byte>(bits_ & 0xFFU);
        bits_ >>= 8U;
        --bytes_left_;
    }
}

}  // namespace tessera::plugin_host
