#include "tessera/wasm/metadata.h"

#include <gtest/gtest.h>

#include "tessera/wasm/module.h"

namespace tessera::wasm {
namespace {

std::vector<std::byte> sample() {
    return text_to_binary(R"((module $sample (func $f) (start $f)
        (@custom "target_features" "\02+\0bbulk-memory-\04simd")
        (@custom "producers" "\01\08language\01\04Rust\042021")
        (@custom "mine" "abc")))")
        .value();
}

TEST(Metadata, TellsNameFeaturesProducersAndCustomSections) {
    const auto wasm = sample();
    const Metadata m = read_metadata(wasm).value();
    EXPECT_EQ(m.module_name, "sample");
    EXPECT_EQ(m.features, std::vector<std::string>{"bulk-memory"});
    EXPECT_EQ(m.producers, std::vector<std::string>{"language Rust 2021"});
    EXPECT_EQ(m.function_names, (std::map<std::uint32_t, std::string>{{0, "f"}}));
    EXPECT_TRUE(m.has_start_section);
    ASSERT_NE(m.find("mine"), nullptr);
    EXPECT_EQ(m.find("mine")->contents.size(), 3U);
    EXPECT_EQ(m.find("other"), nullptr);
}

TEST(Metadata, NeverReadsOutsideWhateverTheBytes) {
    const auto wasm = sample();
    for (std::size_t length = 0; length < wasm.size(); ++length) {
        // An exact copy, so that a sanitizer sees a read past the end.
        const std::vector<std::byte> cut(wasm.begin(),
                                         wasm.begin() + static_cast<std::ptrdiff_t>(length));
        (void)read_metadata(cut);
        auto flipped = wasm;
        flipped[length] = ~flipped[length];
        (void)read_metadata(flipped);
    }
    EXPECT_FALSE(read_metadata({}));
    EXPECT_FALSE(
        read_metadata(std::as_bytes(std::span("\0asm\1\0\0\0\0\xff\xff\xff\xff\x0f", 14))));
}

}  // namespace
}  // namespace tessera::wasm
