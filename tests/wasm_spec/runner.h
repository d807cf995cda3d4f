#pragma once
// Runs one script of the WebAssembly specification against tessera::wasm. Knows what the
// directives mean; does not know which scripts there are or what to do with a verdict.
// Threads: one.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "script.h"
#include "tessera/wasm/wasm.h"

namespace tessera::wasm_spec {

struct Passed {};
/// A proposal that src/tessera/wasm leaves switched off is needed.
struct Skipped {
    std::string proposal;
};
struct Failed {
    std::string why;
};
using Verdict = std::variant<Passed, Skipped, Failed>;

class Runner {
public:
    /// REQUIRES: both outlive the runner; `engine` has multi-memory.
    Runner(const wasm::Engine& engine, const Script& script);

    /// In the script's order: what one directive defines, later ones use.
    [[nodiscard]] Verdict run(const Directive& directive);

private:
    /// A module that was not made says which proposal it needs; whatever uses it is skipped too.
    using Definition = std::variant<wasm::Module, Skipped>;
    using Slot = std::variant<wasm::Instance, Skipped>;
    struct Outcome;

    [[nodiscard]] std::string bytes_of(const std::string& file) const;
    [[nodiscard]] std::variant<wasm::Module, Skipped, Failed> compile(const Directive& directive);
    [[nodiscard]] std::optional<Skipped> skipped_import(const wasm::Module& module) const;
    Verdict instantiate(const Definition& definition, const std::string& name);
    [[nodiscard]] const Slot* find(const std::string& name) const;
    [[nodiscard]] Outcome act(const Directive& directive);
    [[nodiscard]] Outcome act_on(const wasm::Instance& instance, const Directive& directive);

    Verdict run_module(const Directive& directive);
    Verdict run_definition(const Directive& directive);
    Verdict run_instance(const Directive& directive);
    Verdict run_register(const Directive& directive);
    Verdict run_invoke(const Directive& directive);
    Verdict run_return(const Directive& directive);
    Verdict run_trap(const Directive& directive);
    Verdict run_unlinkable(const Directive& directive);
    Verdict run_refused(const Directive& directive);
    Verdict run_other(const Directive& directive);

    struct Row {
        std::string_view type;
        Verdict (Runner::*run)(const Directive&);
    };
    static const Row kRows[];

    const wasm::Engine& engine_;
    const Script& script_;
    wasm::Store store_;
    wasm::Imports imports_;
    std::map<std::string, Definition> definitions_;  // "" is the last one
    std::map<std::string, Slot> instances_;          // "" is the last one
    std::map<std::string, Skipped> skipped_names_;   // registered, but never made
};

}  // namespace tessera::wasm_spec
