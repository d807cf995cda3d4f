//! Which proposals a module needs beyond what src/tessera/wasm switches on.

use wasmparser::{Validator, WasmFeatures};

/// Switched on in every engine, and multi-memory, which the runner switches on.
const BASE: WasmFeatures = WasmFeatures::MUTABLE_GLOBAL
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::REFERENCE_TYPES)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::SIMD)
    .union(WasmFeatures::FLOATS)
    .union(WasmFeatures::MULTI_MEMORY)
    .union(WasmFeatures::EXTENDED_CONST);

/// Proposals by the name they are listed under. Those that stand on another come first.
const PROPOSALS: &[(&str, WasmFeatures)] = &[
    ("gc", WasmFeatures::GC),
    ("function-references", WasmFeatures::FUNCTION_REFERENCES),
    ("exceptions", WasmFeatures::EXCEPTIONS),
    ("stack-switching", WasmFeatures::STACK_SWITCHING),
    ("tail-call", WasmFeatures::TAIL_CALL),
    ("memory64", WasmFeatures::MEMORY64),
    ("threads", WasmFeatures::THREADS),
    ("relaxed-simd", WasmFeatures::RELAXED_SIMD),
    ("custom-page-sizes", WasmFeatures::CUSTOM_PAGE_SIZES),
    ("wide-arithmetic", WasmFeatures::WIDE_ARITHMETIC),
    // Without garbage collection no reference but funcref exists.
    ("externref", WasmFeatures::GC_TYPES),
];

fn validates(module: &[u8], features: WasmFeatures) -> bool {
    Validator::new_with_features(features)
        .validate_all(module)
        .is_ok()
}

/// Names joined by '+'; empty for none; "nothing known" for a module that never validates.
pub fn needs(module: &[u8]) -> String {
    let mut features = PROPOSALS.iter().fold(BASE, |all, (_, one)| all.union(*one));
    if !validates(module, features) {
        return String::from("nothing known");
    }
    let mut names = Vec::new();
    for (name, one) in PROPOSALS {
        let without = features.difference(*one);
        if validates(module, without) {
            features = without;
        } else {
            names.push(*name);
        }
    }
    names.join("+")
}
