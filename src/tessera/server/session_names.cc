#include "tessera/server/session_names.h"

#include <array>
#include <string_view>

namespace tessera::server {

namespace {

constexpr std::array<std::string_view, 48> kFirst = {
    "amber",  "brisk",  "calm",   "clear",  "copper", "crisp",  "dapper", "deft",
    "early",  "fair",   "fleet",  "fond",   "gentle", "glad",   "golden", "grand",
    "hardy",  "honest", "ivory",  "jolly",  "keen",   "kind",   "lively", "lucid",
    "mellow", "merry",  "mild",   "neat",   "nimble", "noble",  "plucky", "proud",
    "quick",  "quiet",  "rapid",  "ready",  "silver", "snug",   "spry",   "steady",
    "sunny",  "swift",  "tidy",   "true",   "vivid",  "warm",   "wise",   "witty"};
constexpr std::array<std::string_view, 48> kSecond = {
    "acorn",  "anvil",  "arch",   "badger", "beacon", "birch",  "bridge", "brook",
    "cedar",  "cobalt", "comet",  "crane",  "delta",  "dune",   "ember",  "falcon",
    "fern",   "fjord",  "garnet", "grove",  "harbor", "heron",  "inlet",  "jasper",
    "kestrel", "lagoon", "lark",  "lotus",  "maple",  "meadow", "mosaic", "oriole",
    "otter",  "pebble", "pine",   "plover", "quartz", "raven",  "reef",   "river",
    "sparrow", "summit", "thicket", "tile", "tulip",  "walnut", "willow", "wren"};

}  // namespace

std::string generated_name(std::uint64_t seed) {
    // Source of the constants: splitmix64.
    std::uint64_t z = seed * 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    z ^= z >> 31U;
    return std::string(kFirst[z % kFirst.size()]) + "-" +
           std::string(kSecond[(z >> 32U) % kSecond.size()]);
}

}  // namespace tessera::server
