#include "script.h"

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace tessera::wasm_spec {
namespace {

using nlohmann::json;

std::string text_of(const json& object, const char* key) {
    return object.value(key, std::string());
}

ScriptValue value_of(const json& object) {
    ScriptValue value{.type = text_of(object, "type"),
                      .bits = text_of(object, "bits"),
                      .is_null = object.value("null", false),
                      .either = {}};
    for (const json& choice : object.value("either", json::array())) {
        value.either.push_back(value_of(choice));
    }
    return value;
}

std::vector<ScriptValue> values_of(const json& object, const char* key) {
    std::vector<ScriptValue> values;
    for (const json& value : object.value(key, json::array())) {
        values.push_back(value_of(value));
    }
    return values;
}

Directive directive_of(const json& object) {
    return {.type = text_of(object, "type"),
            .line = object.value("line", 0),
            .file = text_of(object, "file"),
            .needs = text_of(object, "needs"),
            .name = text_of(object, "name"),
            .module = text_of(object, "module"),
            .as = text_of(object, "as"),
            .invoke = text_of(object, "invoke"),
            .has_invoke = object.contains("invoke"),
            .get = text_of(object, "get"),
            .has_get = object.contains("get"),
            .args = values_of(object, "args"),
            .expect = values_of(object, "expect"),
            .message = text_of(object, "message"),
            .what = text_of(object, "what")};
}

}  // namespace

Script load_script(const std::filesystem::path& tool, const std::filesystem::path& script,
                   const std::filesystem::path& directory) {
    std::filesystem::remove_all(directory);
    const std::string command =
        "'" + tool.string() + "' '" + script.string() + "' '" + directory.string() + "'";
    if (std::system(command.c_str()) != 0) {  // NOLINT(cert-env33-c): a test with fixed words
        throw std::runtime_error("failed: " + command);
    }
    Script out{.name = script.filename().string(), .directory = directory, .directives = {}};
    std::ifstream file(directory / "commands.jsonl");
    for (std::string line; std::getline(file, line);) {
        out.directives.push_back(directive_of(json::parse(line)));
    }
    return out;
}

}  // namespace tessera::wasm_spec
