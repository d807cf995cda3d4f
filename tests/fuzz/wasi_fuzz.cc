// Sequences of WASI calls with arguments that are nearly right: descriptors that are open, pointers
// at the ends of the memory, sizes around limits, names in and out of the folder. No crash, no wait
// without bound, every result an errno of the specification, and nothing outside of the folder is
// touched.

#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tessera/paths/local_path_ops.h"
#include "tessera/wasi/context.h"
#include "tessera/wasm/wasm.h"

namespace {

namespace fs = std::filesystem;
namespace paths = tessera::paths;
namespace wasi = tessera::wasi;
namespace wasm = tessera::wasm;

constexpr std::uint32_t kMemoryBytes = 2 * 65536;
constexpr int kErrnoMax = 76;
constexpr std::size_t kCallsMax = 200;

/// What the input says, until it is used up.
class Bytes {
public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
    [[nodiscard]] bool is_empty() const { return size_ == 0; }
    std::uint8_t next() {
        if (size_ == 0) {
            return 0;
        }
        --size_;
        return *data_++;
    }
    std::uint64_t value() {
        // Descriptors and counts; places of texts and lists; ends of the memory; anything.
        const std::uint8_t how = next();
        const std::uint8_t which = next();
        switch (how % 6) {
        case 0: return which % 8;
        case 1: return std::uint64_t{which} * 16;
        case 2: return kMemoryBytes - which;
        case 3: return std::uint64_t{1} << (which % 64U);
        case 4: return ~std::uint64_t{0} - which;
        default: return std::uint64_t{which} << 8U | next();
        }
    }

private:
    const std::uint8_t* data_;
    std::size_t size_;
};

struct World {
    World() {
        (void)::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{1U << 20U, 1U << 20U};
        (void)::setrlimit(RLIMIT_FSIZE, &small);
        std::string name = (fs::temp_directory_path() / "tessera-wasi-fuzz-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            std::abort();
        }
        root = name;
        make_module();
    }
    ~World() { fs::remove_all(root); }

    /// A function for each of WASI's that passes its arguments on.
    void make_module() {
        wasi::Context context({});
        wasm::Imports imports;
        context.add_to(imports);
        std::string wat = "(module (memory (export \"memory\") 2)";
        std::string bodies;
        for (const std::string_view name : wasi::function_names()) {
            const auto* item = imports.find("wasi_snapshot_preview1", std::string(name));
            const auto& host = std::get<std::shared_ptr<wasm::detail::HostFunction>>(*item);
            std::string type = "(param";
            std::string gets;
            std::vector<bool> wide;
            for (const wasm::ValueType parameter : host->type().parameters) {
                type += parameter == wasm::ValueType::I64 ? " i64" : " i32";
                gets += "(local.get " + std::to_string(wide.size()) + ")";
                wide.push_back(parameter == wasm::ValueType::I64);
            }
            type += host->type().results.empty() ? ")" : ") (result i32)";
            const std::string n(name);
            wat = wat.insert(std::strlen("(module"), " (import \"wasi_snapshot_preview1\" \"" + n +
                                                         "\" (func $" + n + " " + type + "))");
            bodies += "(func (export \"" + n + "\") " + type + " (call $" + n + gets + "))";
            calls.push_back({n, wide, !host->type().results.empty()});
        }
        module = std::make_unique<wasm::Module>(
            wasm::Module::compile_text(engine, wat + bodies + ")").value());
    }

    void fresh_folder() const {
        fs::remove_all(root / "in");
        fs::create_directories(root / "in" / "sub");
        std::ofstream(root / "in" / "file") << "contents";
        std::error_code ignored;
        fs::create_symlink("../secret", root / "in" / "link", ignored);
        std::ofstream(root / "secret") << "secret";
    }
    [[nodiscard]] bool is_outside_untouched() const {
        std::size_t entries = 0;
        for (const auto& entry : fs::directory_iterator(root)) {
            entries += entry.path().empty() ? 0 : 1;
        }
        std::string text;
        std::ifstream(root / "secret") >> text;
        return entries == 2 && text == "secret";
    }

    struct Call {
        std::string name;
        std::vector<bool> wide;
        bool has_result = true;
    };
    wasm::Engine engine = wasm::Engine::create({.compiler = wasm::Compiler::Baseline}).value();
    std::unique_ptr<wasm::Module> module;
    std::vector<Call> calls;
    fs::path root;
};

/// Names and lists that calls can point at, 16 bytes each.
void lay_out(std::span<std::byte> memory) {
    static constexpr const char* kNames[] = {"file", "sub", "link",  "../secret", ".",
                                             "",     "new", "sub/x", "/etc",      "a/b/c"};
    std::size_t at = 0;
    for (const char* name : kNames) {
        std::memcpy(memory.data() + at, name, std::strlen(name));
        at += 16;
    }
    // Lists of vectors: some bytes here and there.
    for (std::uint32_t i = 0; i < 16; ++i) {
        const std::array<std::uint32_t, 2> vector = {i * 64, i * 8};
        std::memcpy(memory.data() + 1024 + i * sizeof(vector), vector.data(), sizeof(vector));
    }
}

/// False: it trapped, as an exit does.
bool one_call(const World& world, const wasm::Instance& instance, Bytes& bytes) {
    const World::Call& call = world.calls[bytes.next() % world.calls.size()];
    std::vector<wasm::Value> arguments;
    for (const bool wide : call.wide) {
        const std::uint64_t value = bytes.value();
        if (wide) {
            arguments.emplace_back(static_cast<std::int64_t>(value));
        } else {
            arguments.emplace_back(static_cast<std::int32_t>(value));
        }
    }
    const auto function = instance.exports().get_function(call.name).value();
    const auto result = function.call(arguments);
    if (result && call.has_result) {
        const std::int32_t number = std::get<std::int32_t>(result->at(0));
        if (number < 0 || number > kErrnoMax) {
            std::abort();
        }
    }
    return result.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const World world;
    world.fresh_folder();
    {
        paths::LocalPathOps ops;
        const auto folder = ops.add_folder((world.root / "in").string());
        if (!folder) {
            std::abort();
        }
        wasi::Context context({.arguments = {"a", "bc"},
                               .environment = {{"HOME", "/"}},
                               .folders = {{.guest_path = "/host", .id = *folder}},
                               .paths = &ops,
                               .output_bytes_max = 1U << 16U,
                               .descriptors_max = 16,
                               .sleep_max = std::chrono::nanoseconds(1000)});
        context.input().push("some input\n");
        wasm::Store store(world.engine);
        wasm::Imports imports;
        context.add_to(imports);
        const auto instance = wasm::Instance::create(store, *world.module, imports).value();
        lay_out(instance.exports().get_memory("memory").value().bytes());
        Bytes bytes(data, size);
        for (std::size_t i = 0; i < kCallsMax && !bytes.is_empty(); ++i) {
            if (!one_call(world, instance, bytes)) {
                break;
            }
        }
    }
    if (!world.is_outside_untouched()) {
        std::abort();
    }
    return 0;
}
