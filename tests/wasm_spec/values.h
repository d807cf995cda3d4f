#pragma once
// Values of a script and values of tessera::wasm: made, compared, shown.
// Threads: values.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "script.h"
#include "tessera/wasm/wasm.h"

namespace tessera::wasm_spec {

/// Nothing if there is a value among them that tessera::wasm has no counterpart for.
[[nodiscard]] std::optional<std::vector<wasm::Value>> values_of(std::span<const ScriptValue> from);

/// Bit by bit, except for the two patterns that stand for many NaNs.
[[nodiscard]] bool matches(const wasm::Value& got, const ScriptValue& expected);

/// "i32:7", "f32:0x7fc00000".
[[nodiscard]] std::string show(const wasm::Value& value);
[[nodiscard]] std::string show(const ScriptValue& value);

}  // namespace tessera::wasm_spec
