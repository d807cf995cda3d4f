// The five functions of the host, without a guest: the queues say what one would read and find.
// With guests: examples/embed/objects.cc, plugin_host's tests.

#include "tessera/wasi/objects.h"

#include <gtest/gtest.h>

#include "tessera/wasm/wasm.h"

namespace tessera::wasi {
namespace {

/// A message as one writes it without a generator.
struct Greeting {
    std::string name;
    std::uint32_t times = 0;

    void encode_to(wire::Writer& writer) const {
        writer.text(1, name);
        writer.numeric<wire::Kind::Uint32>(2, times);
    }
    [[nodiscard]] bool decode_from(wire::Reader& reader) {
        while (reader.next()) {
            if (reader.number() == 1) {
                reader.text(name);
            } else if (reader.number() == 2) {
                reader.numeric<wire::Kind::Uint32>(times);
            }
        }
        return reader.ok();
    }
    friend bool operator==(const Greeting&, const Greeting&) = default;
};

TEST(Objects, AreALineOfByteValuesOnStdin) {
    Context context({});
    ASSERT_TRUE(wasi_write_object(context, Greeting{.name = "Al", .times = 3}));
    EXPECT_EQ(context.input().view(), "[10,2,65,108,16,3]\r\n");
    static constexpr std::byte kRaw[] = {std::byte{0}, std::byte{255}};
    ASSERT_TRUE(wasi_write_object(context, std::span(kRaw)));
    EXPECT_EQ(context.input().view(), "[0,255]\r\n") << "what was left unread is dropped";
    ASSERT_TRUE(wasi_write_object(context, std::span<const std::byte>()));
    EXPECT_EQ(context.input().view(), "[]\r\n");
}

TEST(Objects, ComeBackFromStdoutAndOnlyOnce) {
    Context context({});
    context.output().push(" [10,2,65,108, 16,3]\n");
    EXPECT_EQ(wasi_read_object<Greeting>(context), (Greeting{.name = "Al", .times = 3}));
    EXPECT_EQ(wasi_read_object<Greeting>(context).error().code, ErrorCode::NotFound);
    context.output().push("[0,255]\n");
    EXPECT_EQ(wasi_read_bytes(context), std::string("\0\xff", 2));
}

TEST(Objects, WhatIsNoneIsATypedErrorAndIsTakenOffStdout) {
    for (const std::string_view text :
         {"hello\n", "[1,2", "[256]\n", "[1]\n[2]\n", "[-1]\n", "\n"}) {
        Context context({});
        context.output().push(text);
        const auto bytes = wasi_read_bytes(context);
        ASSERT_FALSE(bytes) << text;
        EXPECT_EQ(bytes.error().code, ErrorCode::Protocol) << text;
        EXPECT_TRUE(context.output().empty()) << text;
    }
    Context context({});
    context.output().push("\x1b[2Jhello\n");
    const auto problem = wasi_read_bytes(context);
    EXPECT_NE(problem.error().message.find("?[2Jhello"), std::string::npos)
        << problem.error().message;
    context.output().push("[10,200]\n");  // a text of 200 bytes that are not there
    EXPECT_EQ(wasi_read_object<Greeting>(context).error().code, ErrorCode::Protocol);
}

TEST(Objects, StringsAreTheBytesThemselvesInOrder) {
    Context context({});
    ASSERT_TRUE(wasi_write_string(context, "one\n"));
    ASSERT_TRUE(wasi_write_string(context, "two"));
    EXPECT_EQ(context.input().view(), "one\ntwo");
    context.output().push("[1]\nand \xff text");
    EXPECT_EQ(wasi_read_string(context), "[1]\nand \xff text");
    EXPECT_EQ(wasi_read_string(context), "");
}

TEST(Objects, HaveLimits) {
    Context context({.output_bytes_max = 4});
    ASSERT_TRUE(wasi_write_string(context, "old"));
    const std::string big(kObjectBytesMax + 1, 'x');
    EXPECT_EQ(wasi_write_object(context, std::as_bytes(std::span(big))).error().code,
              ErrorCode::LimitExceeded);
    EXPECT_TRUE(context.input().empty());
    const std::string greatest(kObjectBytesMax, '\xff');
    ASSERT_TRUE(wasi_write_object(context, std::as_bytes(std::span(greatest))));
    const std::size_t line = context.input().size();
    EXPECT_LE(line, kInputBytesMax);
    ASSERT_TRUE(wasi_write_string(context, std::string(kInputBytesMax - line, ' ')));
    EXPECT_EQ(wasi_write_string(context, " ").error().code, ErrorCode::LimitExceeded);
    EXPECT_EQ(context.input().size(), kInputBytesMax);
}

TEST(Objects, AGuestThatFloodsStdoutIsAnErrorOfReading) {
    const auto engine = wasm::Engine::create().value();
    const auto module = wasm::Module::compile_text(engine, R"((module
        (import "wasi_snapshot_preview1" "fd_write"
            (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "\10\00\00\00\05\00\00\00") (data (i32.const 16) "hello")
        (func (export "say") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1)
            (i32.const 8))))))")
                            .value();
    Context context({.output_bytes_max = 7});
    wasm::Imports imports;
    context.add_to(imports);
    wasm::Store store(engine);
    const auto instance = wasm::Instance::create(store, module, imports).value();
    const auto say = instance.exports().get_function<void()>("say").value();
    ASSERT_TRUE(say());
    EXPECT_EQ(wasi_read_string(context), "hello");
    ASSERT_TRUE(say());
    EXPECT_FALSE(say());
    EXPECT_EQ(wasi_read_string(context).error().code, ErrorCode::LimitExceeded);
}

}  // namespace
}  // namespace tessera::wasi
