#include "tessera/plugin_host/replay.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "session/plugin_record.wire.h"
#include "tessera/plugin_host/guest.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_host {

namespace record = session::plugin_record;

namespace {

constexpr std::uint32_t kFormat = 1;

/// One guest's life lived again. The guest asks; the record answers, entry by entry.
class Life final : public GuestHost {
public:
    Life(const wasm::Module& module, std::span<const record::Entry> entries)
        : module_(module), entries_(entries) {}

    /// Empty: all was as recorded. Else what differed first.
    std::string live(ReplayCounts& counts) {
        counts_ = &counts;
        ++at_;  // start
        GuestOptions options;
        const auto& start = std::get<record::Start>(entries_[0].body);
        options.limits.memory_bytes_max = start.memory_bytes_max;
        options.limits.output_bytes_max = start.output_bytes_max;
        // Time is not what ends a call the second time.
        options.limits.call_time_max = std::chrono::seconds(60);
        options.again = [this](std::string_view function) { return wasi(function); };
        auto made = Guest::create(module_, std::move(options), *this);
        if (!made) {
            return at_ == entries_.size() ? ""
                                          : differs("it does not start: " + made.error().message);
        }
        if (at_ < entries_.size() && is_initialize(entries_[at_])) {
            at_ += 2;  // the call and its end; nothing came in between
        } else if (at_ < entries_.size() &&
                   std::holds_alternative<record::Done>(entries_[at_].body)) {
            ++at_;
        }
        guest_ = std::move(*made);
        while (fault_.empty() && at_ < entries_.size()) {
            step();
        }
        return fault_;
    }

private:
    template <class Body>
    const Body* next() {
        // While it is made, a guest may be called at its _initialize.
        while (!guest_ && at_ < entries_.size() &&
               (std::holds_alternative<record::Call>(entries_[at_].body) ||
                std::holds_alternative<record::Done>(entries_[at_].body))) {
            ++at_;
        }
        const Body* body = at_ < entries_.size() ? std::get_if<Body>(&entries_[at_].body) : nullptr;
        at_ += body != nullptr ? 1 : 0;
        return body;
    }
    static bool is_initialize(const record::Entry& entry) {
        const auto* call = std::get_if<record::Call>(&entry.body);
        return call != nullptr && call->kind == record::CallKind::Initialize;
    }
    std::string differs(const std::string& how) {
        if (fault_.empty()) {
            fault_ = fmt::format("entry {} of the guest's: {}", at_ + 1, how);
        }
        return fault_;
    }

    void step() {
        if (next<record::Folders>() != nullptr) {
            guest_->set_folders({});
            return;
        }
        const auto* call = next<record::Call>();
        if (call == nullptr) {
            (void)differs("the record goes on where the guest is done");
            return;
        }
        if (ends_by_time()) {
            at_ = entries_.size();
            return;
        }
        ++counts_->calls;
        record::Done got = make(*call);
        const auto* done = next<record::Done>();
        if (done == nullptr) {
            (void)differs("the call ended earlier than recorded");
        } else if (!(*done == got)) {
            --at_;
            (void)differs(fmt::format("the call ended otherwise: {}", difference(*done, got)));
        }
    }

    /// The call was stopped by a clock of the machine's; nothing after it can be the same.
    [[nodiscard]] bool ends_by_time() const {
        for (std::size_t i = at_; i < entries_.size(); ++i) {
            if (const auto* done = std::get_if<record::Done>(&entries_[i].body)) {
                return done->failure_kind == static_cast<std::uint32_t>(FailureKind::Deadline) ||
                       done->failure_kind == static_cast<std::uint32_t>(FailureKind::Interrupted);
            }
        }
        return true;  // it never ended: the machine stopped
    }

    static std::string difference(const record::Done& was, const record::Done& is) {
        if (was.failure != is.failure) {
            return fmt::format("'{}' instead of '{}'", is.failure, was.failure);
        }
        return was.output != is.output ? "it drew something else"
                                       : "it asked otherwise to be drawn";
    }

    template <class R>
    void fill(record::Done& out, const GuestResult<R>& result) {
        if (!result) {
            out.failure = result.error().message;
            out.failure_kind = static_cast<std::uint32_t>(result.error().kind);
        } else if constexpr (std::is_same_v<R, bool>) {
            out.asked_to_render = *result;
        }
    }

    record::Done make(const record::Call& call) {
        using Kind = record::CallKind;
        record::Done out;
        switch (call.kind) {
        case Kind::Start: fill(out, guest_->start()); break;
        case Kind::Load: fill(out, guest_->configure(call.message)); break;
        case Kind::Update: fill(out, guest_->update(call.message)); break;
        case Kind::Pipe: fill(out, guest_->pipe(call.message)); break;
        case Kind::Worker: fill(out, guest_->run_worker(entries_[0].worker, call.message)); break;
        case Kind::Version: {
            const auto version = guest_->plugin_version_line();
            fill(out, version);
            out.output = version.value_or(std::string());
            break;
        }
        case Kind::Render: {
            const auto drawn = guest_->render(call.rows, call.cols);
            fill(out, drawn);
            out.output = drawn.value_or(std::string());
            counts_->frames += drawn ? 1 : 0;
            break;
        }
        case Kind::Initialize: break;
        }
        return out;
    }

    // ---- what the guest asks
    std::optional<wasi::CallEffect> wasi(std::string_view function) {
        const auto* told = next<record::Wasi>();
        if (told == nullptr || told->function != function) {
            (void)differs(fmt::format("the guest calls {}", function));
            return std::nullopt;
        }
        ++counts_->wasi_calls;
        wasi::CallEffect out{.result = static_cast<std::uint16_t>(told->result), .writes = {}};
        for (const record::Write& write : told->writes) {
            out.writes.push_back({.at = write.at, .bytes = write.bytes});
        }
        return out;
    }
    std::optional<std::string> run_command(std::string_view command) override {
        const auto* told = next<record::Command>();
        if (told == nullptr || told->command != command) {
            (void)differs("the guest gives another command");
            return std::string();
        }
        ++counts_->commands;
        return told->reply;
    }
    void bad_command(std::string_view problem) override {
        const auto* told = next<record::Command>();
        if (told == nullptr || !told->command.empty()) {
            (void)differs(std::string(problem));
        }
    }
    void log(std::string_view lines, std::size_t) override {
        const auto* told = next<record::Log>();
        if (told == nullptr || told->lines != lines) {
            (void)differs("the guest logs something else");
        }
    }

    const wasm::Module& module_;
    std::span<const record::Entry> entries_;
    std::size_t at_ = 0;
    std::string fault_;
    ReplayCounts* counts_ = nullptr;
    std::unique_ptr<Guest> guest_;
};

}  // namespace

Result<ReplayCounts> replay(const wasm::Module& module, std::span<const std::string> entries) {
    // Each guest's own, from one start to the next; those of several guests may be mixed.
    std::vector<std::pair<std::string, std::vector<record::Entry>>> lives;
    std::size_t number = 0;
    for (const std::string& bytes : entries) {
        record::Entry entry;
        ++number;
        if (!wire::decode(bytes, entry)) {
            return fail(ErrorCode::Corrupt, fmt::format("entry {} cannot be read", number));
        }
        const auto* start = std::get_if<record::Start>(&entry.body);
        if (start != nullptr && start->format != kFormat) {
            return fail(ErrorCode::VersionMismatch, "the record is of another version");
        }
        if (start != nullptr) {
            lives.emplace_back(entry.worker, std::vector<record::Entry>());
        }
        const auto mine = std::find_if(lives.rbegin(), lives.rend(), [&](const auto& life) {
            return life.first == entry.worker;
        });
        if (mine == lives.rend()) {
            return fail(ErrorCode::Corrupt, fmt::format("entry {} comes before a start", number));
        }
        mine->second.push_back(std::move(entry));
    }
    ReplayCounts counts;
    for (const auto& [worker, life] : lives) {
        ++counts.guests;
        if (const std::string fault = Life(module, life).live(counts); !fault.empty()) {
            return fail(ErrorCode::Corrupt, worker.empty() ? fault : worker + ": " + fault);
        }
    }
    return counts;
}

}  // namespace tessera::plugin_host
