#include "runner.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <span>
#include <vector>

#include "spectest.h"
#include "values.h"

namespace tessera::wasm_spec {
namespace {

/// What the specification calls a trap: the message of an assertion begins with one of these.
struct TrapWords {
    wasm::TrapKind kind;
    std::string_view words;
};
constexpr TrapWords kTrapWords[] = {
    {wasm::TrapKind::Unreachable, "unreachable"},
    {wasm::TrapKind::MemoryOutOfBounds, "out of bounds memory access"},
    {wasm::TrapKind::TableOutOfBounds, "out of bounds table access"},
    {wasm::TrapKind::TableOutOfBounds, "undefined element"},
    {wasm::TrapKind::TableOutOfBounds, "undefined"},
    {wasm::TrapKind::IndirectCallToNull, "uninitialized element"},
    {wasm::TrapKind::IndirectCallToNull, "uninitialized"},
    {wasm::TrapKind::BadSignature, "indirect call type mismatch"},
    {wasm::TrapKind::IntegerOverflow, "integer overflow"},
    {wasm::TrapKind::IntegerDivisionByZero, "integer divide by zero"},
    {wasm::TrapKind::BadConversionToInteger, "invalid conversion to integer"},
    {wasm::TrapKind::StackOverflow, "call stack exhausted"},
};

bool is_called(wasm::TrapKind kind, std::string_view message) {
    return std::ranges::any_of(kTrapWords, [&](const TrapWords& row) {
        return row.kind == kind && message.starts_with(row.words);
    });
}

}  // namespace

/// What an action came to: values, a trap, or a verdict because there was nothing to do.
struct Runner::Outcome {
    std::vector<wasm::Value> values;
    std::optional<wasm::Trap> trap;
    std::optional<Verdict> verdict;
};

const Runner::Row Runner::kRows[] = {
    {"module", &Runner::run_module},
    {"definition", &Runner::run_definition},
    {"instance", &Runner::run_instance},
    {"register", &Runner::run_register},
    {"invoke", &Runner::run_invoke},
    {"assert_return", &Runner::run_return},
    {"assert_trap", &Runner::run_trap},
    {"assert_exhaustion", &Runner::run_trap},
    {"assert_unlinkable", &Runner::run_unlinkable},
    {"assert_invalid", &Runner::run_refused},
    {"assert_malformed", &Runner::run_refused},
    {"other", &Runner::run_other},
};

Runner::Runner(const wasm::Engine& engine, const Script& script)
    : engine_(engine), script_(script), store_(engine) {
    add_spectest(store_, imports_);
}

Verdict Runner::run(const Directive& directive) {
    for (const Row& row : kRows) {
        if (row.type == directive.type) {
            return (this->*row.run)(directive);
        }
    }
    return Failed{"unknown directive " + directive.type};
}

std::string Runner::bytes_of(const std::string& file) const {
    std::ifstream in(script_.directory / file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::variant<wasm::Module, Skipped, Failed> Runner::compile(const Directive& directive) {
    const std::string bytes = bytes_of(directive.file);
    auto module = wasm::Module::compile(engine_, std::as_bytes(std::span(bytes)));
    if (directive.needs.empty()) {
        if (module) {
            return *module;
        }
        return Failed{module.error().message};
    }
    if (module) {
        return Failed{"compiles, although it needs " + directive.needs};
    }
    return Skipped{directive.needs};
}

std::optional<Skipped> Runner::skipped_import(const wasm::Module& module) const {
    for (const wasm::ImportDescription& wanted : module.imports()) {
        const auto skipped = skipped_names_.find(wanted.module);
        if (skipped != skipped_names_.end()) {
            return skipped->second;
        }
    }
    return std::nullopt;
}

Verdict Runner::instantiate(const Definition& definition, const std::string& name) {
    const auto keep = [&](const Slot& slot) {
        instances_.insert_or_assign("", slot);
        if (!name.empty()) {
            instances_.insert_or_assign(name, slot);
        }
    };
    const auto* module = std::get_if<wasm::Module>(&definition);
    const auto skipped =
        module == nullptr ? std::optional(std::get<Skipped>(definition)) : skipped_import(*module);
    if (skipped) {
        keep(*skipped);
        return *skipped;
    }
    const auto instance = wasm::Instance::create(store_, *module, imports_);
    if (!instance) {
        return Failed{instance.error().message};
    }
    keep(*instance);
    return Passed{};
}

const Runner::Slot* Runner::find(const std::string& name) const {
    const auto found = instances_.find(name);
    return found == instances_.end() ? nullptr : &found->second;
}

Verdict Runner::run_definition(const Directive& directive) {
    const auto compiled = compile(directive);
    if (const auto* failed = std::get_if<Failed>(&compiled)) {
        return *failed;
    }
    const auto* skipped = std::get_if<Skipped>(&compiled);
    const Definition definition =
        skipped != nullptr ? Definition(*skipped) : std::get<wasm::Module>(compiled);
    definitions_.insert_or_assign("", definition);
    definitions_.insert_or_assign(directive.name, definition);
    return skipped != nullptr ? Verdict(*skipped) : Passed{};
}

Verdict Runner::run_module(const Directive& directive) {
    const Verdict defined = run_definition(directive);
    if (std::holds_alternative<Failed>(defined)) {
        return defined;
    }
    return instantiate(definitions_.at(""), directive.name);
}

Verdict Runner::run_instance(const Directive& directive) {
    const auto definition = definitions_.find(directive.module);
    if (definition == definitions_.end()) {
        return Failed{"no definition " + directive.module};
    }
    return instantiate(definition->second, directive.name);
}

Verdict Runner::run_register(const Directive& directive) {
    const Slot* slot = find(directive.name);
    if (slot == nullptr) {
        return Failed{"no instance " + directive.name};
    }
    if (const auto* skipped = std::get_if<Skipped>(slot)) {
        skipped_names_.insert_or_assign(directive.as, *skipped);
        return *skipped;
    }
    skipped_names_.erase(directive.as);
    imports_.instance(directive.as, std::get<wasm::Instance>(*slot));
    return Passed{};
}

Runner::Outcome Runner::act_on(const wasm::Instance& instance, const Directive& directive) {
    if (directive.has_get) {
        const auto global = instance.exports().get_global(directive.get);
        if (!global) {
            return {{}, {}, Failed{global.error().message}};
        }
        return {{global->get()}, {}, {}};
    }
    const auto function = instance.exports().get_function(directive.invoke);
    if (!function) {
        return {{}, {}, Failed{function.error().message}};
    }
    const auto arguments = values_of(directive.args);
    if (!arguments) {
        return {{}, {}, Failed{"an argument that tessera::wasm cannot make"}};
    }
    auto values = function->call(*arguments);
    if (!values) {
        return {{}, std::move(values).error(), {}};
    }
    return {*std::move(values), {}, {}};
}

Runner::Outcome Runner::act(const Directive& directive) {
    if (directive.has_invoke || directive.has_get) {
        const Slot* slot = find(directive.module);
        if (slot == nullptr) {
            return {{}, {}, Failed{"no instance " + directive.module}};
        }
        if (const auto* skipped = std::get_if<Skipped>(slot)) {
            return {{}, {}, *skipped};
        }
        return act_on(std::get<wasm::Instance>(*slot), directive);
    }
    const auto compiled = compile(directive);
    const auto* module = std::get_if<wasm::Module>(&compiled);
    if (module == nullptr) {
        const auto* skipped = std::get_if<Skipped>(&compiled);
        return {{}, {}, skipped != nullptr ? Verdict(*skipped) : std::get<Failed>(compiled)};
    }
    if (const auto skipped = skipped_import(*module)) {
        return {{}, {}, *skipped};
    }
    const auto instance = wasm::Instance::create(store_, *module, imports_);
    if (instance) {
        return {};
    }
    if (instance.error().trap) {
        return {{}, instance.error().trap, {}};
    }
    return {{}, {}, Failed{instance.error().message}};
}

Verdict Runner::run_invoke(const Directive& directive) {
    const Outcome outcome = act(directive);
    if (outcome.verdict) {
        return *outcome.verdict;
    }
    return outcome.trap ? Verdict(Failed{outcome.trap->to_string()}) : Passed{};
}

Verdict Runner::run_return(const Directive& directive) {
    const Outcome outcome = act(directive);
    if (outcome.verdict) {
        return *outcome.verdict;
    }
    if (outcome.trap) {
        return Failed{outcome.trap->to_string()};
    }
    if (!std::ranges::equal(outcome.values, directive.expect, matches)) {
        std::string why = "got";
        for (const wasm::Value& value : outcome.values) {
            why += " " + show(value);
        }
        why += ", expected";
        for (const ScriptValue& value : directive.expect) {
            why += " " + show(value);
        }
        return Failed{why};
    }
    return Passed{};
}

Verdict Runner::run_trap(const Directive& directive) {
    const Outcome outcome = act(directive);
    if (outcome.verdict) {
        return *outcome.verdict;
    }
    if (!outcome.trap) {
        return Failed{"no trap, expected " + directive.message};
    }
    if (!is_called(outcome.trap->kind, directive.message)) {
        return Failed{outcome.trap->to_string() + ", expected " + directive.message};
    }
    return Passed{};
}

Verdict Runner::run_unlinkable(const Directive& directive) {
    const auto compiled = compile(directive);
    const auto* module = std::get_if<wasm::Module>(&compiled);
    if (module == nullptr) {
        const auto* skipped = std::get_if<Skipped>(&compiled);
        return skipped != nullptr ? Verdict(*skipped) : std::get<Failed>(compiled);
    }
    if (const auto skipped = skipped_import(*module)) {
        return *skipped;
    }
    const auto instance = wasm::Instance::create(store_, *module, imports_);
    if (instance) {
        return Failed{"links, expected " + directive.message};
    }
    const bool unknown = directive.message.starts_with("unknown import");
    const bool named = std::ranges::any_of(
        instance.error().problems,
        [&](const wasm::ImportProblem& problem) { return problem.given.has_value() != unknown; });
    return named ? Verdict(Passed{}) : Failed{instance.error().message};
}

Verdict Runner::run_refused(const Directive& directive) {
    const std::string bytes = bytes_of(directive.file);
    const bool text = directive.file.ends_with(".wat");
    const auto module = text ? wasm::Module::compile_text(engine_, bytes)
                             : wasm::Module::compile(engine_, std::as_bytes(std::span(bytes)));
    return module ? Verdict(Failed{"accepted, expected " + directive.message}) : Passed{};
}

Verdict Runner::run_other(const Directive& directive) {
    return Skipped{directive.what};
}

}  // namespace tessera::wasm_spec
