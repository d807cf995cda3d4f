#pragma once
// A test script as tools/wast_json writes it: one directive a line. Knows nothing of an engine.
// Threads: values.

#include <filesystem>
#include <string>
#include <vector>

namespace tessera::wasm_spec {

/// An argument or an expected result. `bits` is the number's pattern in decimal, or "nan:canonical"
/// or "nan:arithmetic"; empty for references.
struct ScriptValue {
    std::string type;  // "i32", "i64", "f32", "f64", "funcref"; others cannot be had here
    std::string bits;
    bool is_null = false;
    std::vector<ScriptValue> either;  // not empty: any of these
};

/// Fields that the type has not are empty; tools/wast_json/README.md says which it has.
struct Directive {
    std::string type;
    int line = 0;
    std::string file;
    std::string needs;
    std::string name;
    std::string module;
    std::string as;
    std::string invoke;
    bool has_invoke = false;  // "" is a name
    std::string get;
    bool has_get = false;
    std::vector<ScriptValue> args;
    std::vector<ScriptValue> expect;
    std::string message;
    std::string what;
};

struct Script {
    std::string name;                 // "address.wast"
    std::filesystem::path directory;  // of the modules' files
    std::vector<Directive> directives;
};

/// Runs `tool` on the script into `directory`, and reads what it wrote. Throws std::runtime_error
/// with what the tool said.
[[nodiscard]] Script load_script(const std::filesystem::path& tool,
                                 const std::filesystem::path& script,
                                 const std::filesystem::path& directory);

}  // namespace tessera::wasm_spec
