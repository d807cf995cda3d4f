#include "tessera/plugin_host/guest.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "session/plugin_record.wire.h"
#include "tessera/wasi/objects.h"
#include "tessera/wasm/instance.h"
#include "tessera/wasm/store.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_host {

namespace record = session::plugin_record;

namespace {

constexpr std::string_view kWorkerSuffix = "_worker";
constexpr std::string_view kHostModule = "zellij";
constexpr std::string_view kHostCommand = "host_run_plugin_command";

FailureKind kind_from(wasm::TrapKind kind) {
    switch (kind) {
    case wasm::TrapKind::Unreachable: return FailureKind::Unreachable;
    case wasm::TrapKind::MemoryOutOfBounds: return FailureKind::MemoryOutOfBounds;
    case wasm::TrapKind::TableOutOfBounds: return FailureKind::TableOutOfBounds;
    case wasm::TrapKind::IndirectCallToNull:
    case wasm::TrapKind::NullReference:
    case wasm::TrapKind::BadSignature: return FailureKind::IndirectCall;
    case wasm::TrapKind::IntegerOverflow:
    case wasm::TrapKind::IntegerDivisionByZero:
    case wasm::TrapKind::BadConversionToInteger: return FailureKind::Arithmetic;
    case wasm::TrapKind::StackOverflow: return FailureKind::StackOverflow;
    case wasm::TrapKind::Deadline: return FailureKind::Deadline;
    case wasm::TrapKind::Interrupted: return FailureKind::Interrupted;
    case wasm::TrapKind::Exit: return FailureKind::Exit;
    case wasm::TrapKind::Host:
    case wasm::TrapKind::Engine: return FailureKind::Host;
    case wasm::TrapKind::Unknown: break;
    }
    return FailureKind::Unknown;
}

wasm::StoreLimits store_limits(const GuestLimits& limits) {
    // Of the plugins known, none has more than one table, of some hundred entries.
    return {.memory_bytes_max = limits.memory_bytes_max,
            .table_entries_max = 100'000,
            .instances_max = 1,
            .memories_max = 1,
            .tables_max = 16,
            .call_time_max = limits.call_time_max};
}

record::Wasi recorded(std::string_view function, const wasi::CallEffect& effect) {
    record::Wasi out;
    out.function = function;
    out.result = effect.result;
    for (const wasi::CallEffect::Write& write : effect.writes) {
        out.writes.push_back({.at = write.at, .bytes = write.bytes});
    }
    return out;
}

/// What is recorded of a call of that export.
record::CallKind call_kind(std::string_view name) {
    struct Row {
        std::string_view name;
        record::CallKind kind;
    };
    static constexpr Row kRows[] = {
        {"_initialize", record::CallKind::Initialize},
        {"_start", record::CallKind::Start},
        {"load", record::CallKind::Load},
        {"update", record::CallKind::Update},
        {"pipe", record::CallKind::Pipe},
        {"render", record::CallKind::Render},
        {"plugin_version", record::CallKind::Version},
    };
    const auto* row = std::ranges::find(kRows, name, &Row::name);
    return row == std::end(kRows) ? record::CallKind::Worker : row->kind;
}

template <class Body>
void write_entry(const std::function<void(std::string)>& to, Body body) {
    record::Entry entry;
    entry.body = std::move(body);
    to(wire::encode(entry));
}

wasi::ContextOptions wasi_options(GuestOptions& options) {
    std::function<void(std::string_view, const wasi::CallEffect&)> seen;
    if (options.record) {
        seen = [to = options.record](std::string_view function, const wasi::CallEffect& effect) {
            write_entry(to, recorded(function, effect));
        };
    }
    return {.environment = std::move(options.environment),
            .folders = std::move(options.folders),
            .paths = options.paths,
            .clock = options.clock,
            .random = std::move(options.random),
            .output_bytes_max = options.limits.output_bytes_max,
            .descriptors_max = options.limits.descriptors_max,
            .seen = std::move(seen),
            .again = options.again};
}

bool has_function(const wasm::Module& module, std::string_view name,
                  const wasm::FunctionType& type) {
    const wasm::ExternType* found = module.find_export(name);
    return found != nullptr && *found == wasm::ExternType(type);
}

}  // namespace

struct Guest::State {
    State(const wasm::Module& of, GuestOptions options, GuestHost& world)
        : module(of),
          limits(options.limits),
          host(world),
          to_record(options.record),
          context(wasi_options(options)),
          store(of.engine(), store_limits(options.limits)) {}

    wasm::Module module;
    GuestLimits limits;
    GuestHost& host;
    std::function<void(std::string)> to_record;
    record::Call about;  // the call to come, as it is recorded
    wasi::Context context;
    wasm::Store store;
    std::optional<wasm::Instance> instance;
    std::optional<Failure> failure;

    void run_command();
    void pass_log();
    Failure fail_with(const wasm::Trap& trap, std::string_view during);

    /// At most one line waits on stdin: plugins that leave a reply unread must not find it before
    /// the next event.
    void put_line(std::string_view message) {
        if (const auto put = wasi::wasi_write_object(context, std::as_bytes(std::span(message)));
            !put) {
            // A guest that finds nothing panics; one that finds an empty message does not.
            host.log(put.error().message + "\n", 0);
            (void)wasi::wasi_write_object(context, std::span<const std::byte>());
        }
    }

    template <class Body>
    void note(Body body) const {
        if (to_record) {
            write_entry(to_record, std::move(body));
        }
    }
    void note_call(std::string_view name) {
        if (to_record) {
            about.kind = call_kind(name);
            note(std::exchange(about, {}));
        }
    }
    void note_done(std::string_view name, bool asked) {
        if (to_record) {
            record::Done done;
            done.asked_to_render = asked;
            if (name == "render" || name == "plugin_version") {
                done.output = context.output().view();
            }
            if (failure) {
                done.failure = failure->message;
                done.failure_kind = static_cast<std::uint32_t>(failure->kind);
            }
            note(std::move(done));
        }
    }

    template <class R, class... Args>
    GuestResult<R> call(std::string_view name, Args... args) {
        if (failure) {
            return std::unexpected(*failure);
        }
        const auto function = instance->exports().get_function<R(Args...)>(name);
        if (!function) {
            return std::unexpected(Failure{.kind = FailureKind::MissingExport,
                                           .message = function.error().message,
                                           .backtrace = {},
                                           .during = std::string(name)});
        }
        note_call(name);
        auto result = (*function)(args...);
        pass_log();
        if (!result) {
            failure = fail_with(result.error(), name);
            note_done(name, false);
            return std::unexpected(*failure);
        }
        if constexpr (std::is_void_v<R>) {
            note_done(name, false);
            return {};
        } else {
            note_done(name, *result == 1);
            return *result;
        }
    }

    GuestResult<bool> call_with_line(std::string_view name, std::string_view message) {
        if (failure) {
            return std::unexpected(*failure);
        }
        if (!has_function(module, name, {.parameters = {}, .results = {wasm::ValueType::I32}})) {
            return false;
        }
        put_line(message);
        about.message = message;
        const auto result = call<std::int32_t>(name);
        if (!result) {
            return std::unexpected(result.error());
        }
        return *result == 1;
    }
};

void Guest::State::run_command() {
    const auto command = wasi::wasi_read_bytes(context);
    context.input().clear();
    if (!command) {
        host.bad_command(command.error().message);
        // Rule R2: a guest that waits for a reply reads an empty message instead of nothing, which
        // would be a panic.
        put_line({});
        note(record::Command{.command = {}, .reply = std::string()});
        return;
    }
    const auto reply = host.run_command(*command);
    if (reply) {
        put_line(*reply);
    }
    note(record::Command{.command = *command, .reply = reply});
}

void Guest::State::pass_log() {
    const std::string_view text = context.error_output().view();
    const std::size_t end = text.rfind('\n');
    const std::size_t dropped = context.take_dropped_error_bytes();
    // A line too long for the queue would never end: pass it in pieces.
    const std::size_t whole =
        dropped > 0 ? text.size() : (end == std::string_view::npos ? 0 : end + 1);
    if (whole > 0 || dropped > 0) {
        host.log(text.substr(0, whole), dropped);
        note(record::Log{.lines = std::string(text.substr(0, whole))});
        context.error_output().drop(whole);
    }
}

Failure Guest::State::fail_with(const wasm::Trap& trap, std::string_view during) {
    Failure out{.kind = kind_from(trap.kind),
                .message = trap.message,
                .backtrace = {},
                .during = std::string(during)};
    for (const wasm::Frame& frame : trap.backtrace) {
        out.backtrace.push_back(frame.module.empty() ? frame.function
                                                     : frame.module + ": " + frame.function);
    }
    constexpr std::uint64_t kMiB = 1U << 20U;
    if (context.output_overflowed()) {
        out.kind = FailureKind::OutputLimit;
    } else if (trap.refused_growth == wasm::RefusedGrowth::Memory) {
        out.kind = FailureKind::MemoryLimit;
        out.message = fmt::format("wanted more than its {} MiB of memory ({})",
                                  limits.memory_bytes_max / kMiB, trap.message);
    }
    return out;
}

Guest::Guest(std::unique_ptr<State> state) : state_(std::move(state)) {}
Guest::~Guest() = default;

GuestResult<std::unique_ptr<Guest>> Guest::create(const wasm::Module& module, GuestOptions options,
                                                  GuestHost& host) {
    if (std::string reason = unfit_reason(module); !reason.empty()) {
        return std::unexpected(Failure{.kind = FailureKind::MissingExport,
                                       .message = std::move(reason),
                                       .backtrace = {},
                                       .during = "_start"});
    }
    auto state = std::make_unique<State>(module, std::move(options), host);
    wasm::Imports imports;
    state->context.add_to(imports);
    imports.function(kHostModule, kHostCommand, [s = state.get()] { s->run_command(); });
    auto instance = wasm::Instance::create(state->store, module, imports);
    if (!instance) {
        Failure failure{.kind = FailureKind::BadModule,
                        .message = instance.error().message,
                        .backtrace = {},
                        .during = "_start"};
        if (instance.error().trap) {
            failure = state->fail_with(*instance.error().trap, "_start");
            failure.message = "the start function failed: " + failure.message;
        }
        return std::unexpected(std::move(failure));
    }
    state->instance = std::move(*instance);
    if (has_function(module, "_initialize", {})) {
        // Its failure is ignored, as the reference host does; a dead store shows at _start.
        (void)state->call<void>("_initialize");
        state->failure.reset();
    }
    return std::unique_ptr<Guest>(new Guest(std::move(state)));
}

GuestResult<> Guest::start() {
    state_->store.set_call_time_max(state_->limits.call_time_max * kLoadTimes);
    auto done = state_->call<void>("_start");
    state_->store.set_call_time_max(state_->limits.call_time_max);
    return done;
}

GuestResult<> Guest::load(std::string_view configuration) {
    if (auto started = start(); !started) {
        return started;
    }
    return configure(configuration);
}

GuestResult<> Guest::configure(std::string_view configuration) {
    state_->put_line(configuration);
    state_->about.message = configuration;
    state_->store.set_call_time_max(state_->limits.call_time_max * kLoadTimes);
    auto done = state_->call<void>("load");
    state_->store.set_call_time_max(state_->limits.call_time_max);
    return done;
}

GuestResult<bool> Guest::update(std::string_view event) {
    return state_->call_with_line("update", event);
}
GuestResult<bool> Guest::pipe(std::string_view message) {
    return state_->call_with_line("pipe", message);
}

GuestResult<std::string> Guest::render(std::uint32_t rows, std::uint32_t cols) {
    using wasm::ValueType;
    if (state_->failure) {
        return std::unexpected(*state_->failure);
    }
    if (!has_function(state_->module, "render",
                      {.parameters = {ValueType::I32, ValueType::I32}, .results = {}})) {
        return std::string();
    }
    state_->context.input().clear();
    state_->about.rows = rows;
    state_->about.cols = cols;
    auto done = state_->call<void>("render", static_cast<std::int32_t>(rows),
                                   static_cast<std::int32_t>(cols));
    if (!done) {
        return std::unexpected(std::move(done).error());
    }
    // Only a call that failed leaves more than the queue holds.
    return wasi::wasi_read_string(state_->context).value_or(std::string());
}

GuestResult<> Guest::run_worker(std::string_view name, std::string_view message) {
    const std::string full = std::string(name) + std::string(kWorkerSuffix);
    if (!has_function(state_->module, full, {})) {
        return std::unexpected(
            Failure{.kind = FailureKind::NoWorker,
                    .message = "the plugin has no worker " + wasm::printable(name),
                    .backtrace = {},
                    .during = "worker"});
    }
    state_->put_line(message);
    state_->about.message = message;
    return state_->call<void>(full);
}

GuestResult<std::string> Guest::plugin_version_line() {
    if (!has_function(state_->module, "plugin_version", {})) {
        return std::string();
    }
    state_->context.output().clear();
    auto done = state_->call<void>("plugin_version");
    if (!done) {
        return std::unexpected(std::move(done).error());
    }
    return wasi::wasi_read_string(state_->context).value_or(std::string());
}

GuestResult<std::string> Guest::plugin_version() {
    const auto line = plugin_version_line();
    if (!line) {
        return line;
    }
    return wasm::printable(std::string_view(*line).substr(0, line->find('\n')));
}

bool Guest::has_export(std::string_view name) const {
    return state_->module.find_export(name) != nullptr;
}

bool Guest::is_dead() const {
    return state_->failure.has_value();
}

void Guest::set_folders(std::vector<wasi::Folder> folders) {
    state_->context.set_folders(std::move(folders));
    state_->note(record::Folders());
}

void Guest::stop_recording() {
    state_->to_record = nullptr;
    state_->context.stop_watching();
}

void Guest::interrupt() {
    state_->store.interrupt();
    state_->context.cancel();
}

std::uint64_t Guest::memory_bytes() const {
    return state_->store.memory_bytes();
}
Duration Guest::guest_time() const {
    return state_->store.guest_time();
}

std::vector<std::string> workers_of(const wasm::Module& module) {
    std::vector<std::string> names;
    for (const wasm::ExportDescription& e : module.exports()) {
        if (e.name.ends_with(kWorkerSuffix) && std::holds_alternative<wasm::FunctionType>(e.type)) {
            names.push_back(e.name.substr(0, e.name.size() - kWorkerSuffix.size()));
        }
    }
    return names;
}

namespace {

/// What is wrong with the function `name`, which a plugin must export; empty: nothing.
std::string function_fault(const wasm::Module& module, std::string_view name) {
    const wasm::ExternType* found = module.find_export(name);
    if (found == nullptr) {
        return fmt::format("it has no function {}", name);
    }
    const wasm::ExternType wanted = wasm::FunctionType{};
    return *found == wanted ? std::string()
                            : fmt::format("its {} is {}, not {}", name, wasm::to_string(*found),
                                          wasm::to_string(wanted));
}

std::string workers_fault(const std::vector<std::string>& workers) {
    if (workers.size() > kWorkersMax) {
        return fmt::format("it has {} workers, more than {}", workers.size(), kWorkersMax);
    }
    for (const std::string& name : workers) {
        if (std::string shown = wasm::printable(name); shown != name) {
            return fmt::format("a worker's name is too long or not printable: {}", shown);
        }
    }
    return {};
}

}  // namespace

std::string unfit_reason(const wasm::Module& module) {
    std::string all;
    const auto add = [&all](const std::string& fault) {
        if (!fault.empty()) {
            all += (all.empty() ? "not a plugin: " : "; ") + fault;
        }
    };
    add(function_fault(module, "_start"));
    add(function_fault(module, "load"));
    const wasm::ExternType* memory = module.find_export("memory");
    if (memory == nullptr || !std::holds_alternative<wasm::MemoryType>(*memory)) {
        add("it exports no memory");
    }
    add(workers_fault(workers_of(module)));
    return all;
}

}  // namespace tessera::plugin_host
