#pragma once
// The host module "spectest" that the specification's scripts import from.
// Threads: one.

#include "tessera/wasm/wasm.h"

namespace tessera::wasm_spec {

/// Source: WebAssembly specification, interpreter/README.md, "Scripts", and host/spectest.ml.
void add_spectest(wasm::Store& store, wasm::Imports& imports);

}  // namespace tessera::wasm_spec
