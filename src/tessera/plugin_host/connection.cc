#include "tessera/plugin_host/connection.h"

#include <sys/stat.h>

#include <fmt/format.h>

#include "session/plugin_record.wire.h"
#include "tessera/wasm/instance.h"
#include "tessera/wire/codec.h"

namespace tessera::plugin_host {

namespace pb = session::plugin_host;

namespace {

std::uint64_t microseconds(Duration duration) {
    const auto count = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    return count > 0 ? static_cast<std::uint64_t>(count) : 0;
}

/// Of a sentence for people; a list of missing imports is the longest.
constexpr std::size_t kSentenceBytesMax = std::size_t{64} << 10U;

/// What guests say reaches the server only as the protocol's strings may be: a frame that is not
/// well-formed ends every plugin's host.
std::string sentence(std::string_view text) {
    return wasm::printable(text, kSentenceBytesMax);
}

GuestLimits limits_from(const pb::Limits& told) {
    GuestLimits out;
    if (told.memory_bytes_max != 0) {
        out.memory_bytes_max = told.memory_bytes_max;
    }
    if (told.call_ms_max != 0) {
        out.call_time_max = std::chrono::milliseconds(told.call_ms_max);
    }
    if (told.output_bytes_max != 0) {
        out.output_bytes_max = told.output_bytes_max;
    }
    if (told.open_files_max != 0) {
        out.descriptors_max = told.open_files_max;
    }
    return out;
}

std::vector<wasi::Folder> folders_from(const std::vector<pb::Folder>& told) {
    std::vector<wasi::Folder> out;
    for (const pb::Folder& folder : told) {
        out.push_back({.guest_path = folder.guest_path, .id = paths::FolderId(folder.folder)});
    }
    return out;
}

std::string start_of_record(const pb::Load& message, const GuestLimits& limits) {
    session::plugin_record::Start start;
    start.format = 1;
    start.location = message.location;
    start.digest = message.digest;
    start.memory_bytes_max = limits.memory_bytes_max;
    start.output_bytes_max = limits.output_bytes_max;
    session::plugin_record::Entry entry;
    entry.body = std::move(start);
    return wire::encode(entry);
}

RenderAfter render_after(pb::RenderAfter told) {
    switch (told) {
    case pb::RenderAfter::IfAsked: return RenderAfter::IfAsked;
    case pb::RenderAfter::Always: return RenderAfter::Always;
    case pb::RenderAfter::Never: return RenderAfter::Never;
    }
    return RenderAfter::IfAsked;  // of a newer server
}

}  // namespace

Connection::Connection(io::Loop& loop, Options options)
    : loop_(loop),
      options_(std::move(options)),
      outbox_(options_.socket.get(), [this] { loop_.post([this] { flush(); }); }),
      paths_([this](const pb::PathRequest& request) { send(request.instance, request); }),
      service_(std::make_unique<Service>(static_cast<ServiceSink&>(*this))) {}

Result<std::unique_ptr<Connection>> Connection::create(io::Loop& loop, Options options) {
    std::unique_ptr<Connection> made(new Connection(loop, std::move(options)));  // NOLINT: private
    made->watch_ =
        TESSERA_TRY(loop.watch(made->options_.socket.get(), io::Interest::Read,
                               [c = made.get()](io::Interest ready) { c->on_ready(ready); }));
    return made;
}

Connection::~Connection() {
    outbox_.close();
    service_.reset();
}

Connection::End Connection::run(Sandboxed sandboxed) {
    sandboxed_ = sandboxed;
    loop_.run();
    return end_;
}

void Connection::end(ServeEnd status, std::string message) {
    if (!ended_) {
        ended_ = true;
        end_ = {.status = status, .message = std::move(message)};
        watch_->set_interest(io::Interest::None);
        loop_.stop();
    }
}

void Connection::on_ready(io::Interest ready) {
    const auto bits = static_cast<unsigned>(ready);
    if ((bits & static_cast<unsigned>(io::Interest::Read)) != 0) {
        read();
    }
    if (!ended_ && (bits & static_cast<unsigned>(io::Interest::Write)) != 0) {
        flush();
    }
}

void Connection::read() {
    const auto status = reader_.read_from(options_.socket.get());
    if (!status) {
        end(ServeEnd::Failed, status.error().message);
        return;
    }
    while (!ended_) {
        auto frame = reader_.next();
        if (!frame) {
            break;
        }
        take(std::move(*frame));
    }
    if (*status == io::FrameReader::Status::Closed) {
        end(ServeEnd::PeerClosed, {});
    }
}

void Connection::flush() {
    if (ended_) {
        return;
    }
    const auto all_written = outbox_.flush();
    if (!all_written) {
        const bool gone = all_written.error().code == ErrorCode::Io;
        end(gone ? ServeEnd::PeerClosed : ServeEnd::Failed,
            gone ? std::string() : all_written.error().message);
        return;
    }
    watch_->set_interest(*all_written ? io::Interest::Read : io::Interest::Both);
}

void Connection::take(io::Frame frame) {
    pb::ToHost message;
    if (!wire::decode(frame.bytes, message)) {
        end(ServeEnd::Failed, "the server sent a malformed frame");
        return;
    }
    const bool is_hello = message.body.index() == pb::ToHost::BodyCase::hello;
    if (is_hello == greeted_) {
        end(ServeEnd::Failed,
            greeted_ ? "the server sent a second Hello" : "the server sent a frame before Hello");
        return;
    }
    std::visit([&](auto& body) { on(body, frame.fd); }, message.body);
}

template <class M>
void Connection::send(std::uint64_t instance, M message, Sending how) {
    pb::FromHost whole;
    whole.body = std::move(message);
    outbox_.send({.instance = instance,
                  .delivery = how.delivery,
                  .push = how.push,
                  .bytes = wire::encode(whole)});
}

// ------------------------------------------------------------------------------------------------
// from the server

void Connection::on(std::monostate&, UniqueFd&) {}  // of a newer server

void Connection::on(pb::Hello& message, UniqueFd&) {
    if (message.magic != kProtocolMagic) {
        end(ServeEnd::Failed, "the peer is no tessera server");
        return;
    }
    if (message.protocol != kProtocolVersion) {
        end(ServeEnd::UnknownProtocol, fmt::format("the server speaks protocol {}, not {}",
                                                   message.protocol, kProtocolVersion));
        return;
    }
    greeted_ = true;
    service_->set_commands_without_reply(
        {message.commands_without_reply.begin(), message.commands_without_reply.end()});
    pb::HelloReply reply;
    reply.magic = kProtocolMagic;
    reply.protocol = kProtocolVersion;
    reply.build = TESSERA_BUILD;
    reply.engine = options_.optimizing.identity();
    reply.sandboxed = sandboxed_ == Sandboxed::Yes;
    send(0, std::move(reply), {.delivery = Delivery::Always});
}

Result<wasm::Module> Connection::module_for(const pb::Load& message, UniqueFd fd) {
    struct ::stat file{};
    if (::fstat(fd.get(), &file) != 0 || !S_ISREG(file.st_mode)) {
        return fail(ErrorCode::InvalidArgument, "the machine code is no file");
    }
    const auto compiler = message.compiler == pb::Compiler::Baseline ? wasm::Compiler::Baseline
                                                                     : wasm::Compiler::Optimizing;
    const ModuleKey key(file.st_dev, file.st_ino, compiler);
    auto it = modules_.find(key);
    if (it == modules_.end()) {
        const wasm::Engine& engine =
            compiler == wasm::Compiler::Baseline ? options_.baseline : options_.optimizing;
        auto module = TESSERA_TRY(wasm::Module::deserialize(engine, std::move(fd)));
        it =
            modules_.emplace(key, SharedModule{.module = std::move(module), .instances = {}}).first;
    }
    it->second.instances.insert(message.instance);
    return it->second.module;
}

void Connection::on(pb::Load& message, UniqueFd& fd) {
    const InstanceId instance(message.instance);
    if (!fd) {
        end(ServeEnd::Failed, "the server sent Load without a descriptor");
        return;
    }
    if (!outbox_.admit(message.instance)) {
        end(ServeEnd::Failed, "the server used the number of an instance twice");
        return;
    }
    auto module = module_for(message, std::move(fd));
    if (!module) {
        trapped(instance, {}, CallId(),
                {.kind = FailureKind::BadModule,
                 .message = module.error().message,
                 .backtrace = {},
                 .during = "_start"});
        return;
    }
    const pb::Limits limits = message.limits.value_or(pb::Limits());
    LoadOrder order{.instance = instance,
                    .plugin = PluginId(message.plugin),
                    .module = std::move(*module),
                    .options = {},
                    .make_paths = {},
                    .configuration = std::move(message.plugin_configuration)};
    order.options.limits = limits_from(limits);
    for (pb::Variable& variable : message.environment) {
        order.options.environment.emplace_back(std::move(variable.name), std::move(variable.value));
    }
    order.options.folders = folders_from(message.folders);
    if (limits.wait_ms_max != 0) {
        order.wait_max = std::chrono::milliseconds(limits.wait_ms_max);
    }
    if (message.world) {
        order.world =
            WorldStart{.wall = Duration(static_cast<std::int64_t>(message.world->wall_ns)),
                       .seed = message.world->random_seed};
    }
    if (message.record) {
        order.record_start = start_of_record(message, order.options.limits);
    }
    order.make_paths = [this, instance, wait = order.wait_max] {
        return paths_.make(instance, wait);
    };
    service_->load(std::move(order));
}

void Connection::on(pb::Unload& message, UniqueFd&) {
    for (auto it = modules_.begin(); it != modules_.end();) {
        it->second.instances.erase(message.instance);
        it = it->second.instances.empty() ? modules_.erase(it) : std::next(it);
    }
    service_->unload(InstanceId(message.instance), std::move(message.before_close));
}

void Connection::on(pb::Update& message, UniqueFd&) {
    service_->update(InstanceId(message.instance), {.call = CallId(message.call),
                                                    .message = std::move(message.event),
                                                    .render = render_after(message.render),
                                                    .coalesce = message.coalesce});
}

void Connection::on(pb::Pipe& message, UniqueFd&) {
    service_->pipe(InstanceId(message.instance), {.call = CallId(message.call),
                                                  .message = std::move(message.pipe_message),
                                                  .render = render_after(message.render)});
}

void Connection::on(pb::Resize& message, UniqueFd&) {
    service_->resize(InstanceId(message.instance), message.rows, message.cols);
}

void Connection::on(pb::Render& message, UniqueFd&) {
    service_->render(InstanceId(message.instance));
}

void Connection::on(pb::WorkerMessage& message, UniqueFd&) {
    service_->worker_message(InstanceId(message.instance), message.worker,
                             std::move(message.message));
}

void Connection::on(pb::CommandReply& message, UniqueFd&) {
    service_->reply(InstanceId(message.instance), CommandId(message.command),
                    message.without_line ? std::nullopt : std::optional(std::move(message.reply)));
}

void Connection::on(pb::PathReply& message, UniqueFd& fd) {
    paths_.deliver(std::move(message), std::move(fd));
}

void Connection::on(pb::ChangeHostFolder& message, UniqueFd&) {
    service_->set_folders(InstanceId(message.instance), folders_from(message.folders));
}

void Connection::on(pb::AdvanceClock& message, UniqueFd&) {
    service_->advance_clock(InstanceId(message.instance),
                            Duration(static_cast<std::int64_t>(message.by_ns)));
}

void Connection::on(pb::StopRecording& message, UniqueFd&) {
    service_->stop_recording(InstanceId(message.instance));
}

void Connection::on(pb::GetMeters&, UniqueFd&) {
    pb::Meters meters;
    for (MeterReport& from : service_->meters()) {
        pb::Meter meter;
        meter.instance = from.instance.value;
        meter.worker = std::move(from.worker);
        meter.calls = from.calls;
        meter.guest_us = microseconds(from.guest_time);
        meter.p50_us = microseconds(from.p50);
        meter.p99_us = microseconds(from.p99);
        meter.memory_bytes = from.memory_bytes;
        meter.traps = from.traps;
        meter.bytes_in = from.bytes_in;
        meter.bytes_out = from.bytes_out;
        meters.meters.push_back(std::move(meter));
    }
    send(0, std::move(meters), {.delivery = Delivery::Always});
}

// ------------------------------------------------------------------------------------------------
// to the server, from any thread

void Connection::loaded(InstanceId instance, const LoadedReport& report) {
    pb::Loaded out;
    out.instance = instance.value;
    out.plugin_version = sentence(report.plugin_version);
    out.has_update = report.has_update;
    out.has_pipe = report.has_pipe;
    out.has_render = report.has_render;
    out.workers = report.workers;
    out.memory_bytes = report.memory_bytes;
    out.duration_us = microseconds(report.duration);
    send(instance.value, std::move(out));
}

void Connection::trapped(InstanceId instance, std::string_view worker, CallId call,
                         const Failure& failure) {
    pb::Trapped out;
    out.instance = instance.value;
    out.worker = worker;
    out.kind = static_cast<pb::TrapKind>(failure.kind);  // the same numbers
    out.message = sentence(failure.message);
    for (const std::string& frame : failure.backtrace) {
        out.backtrace.push_back(sentence(frame));
    }
    out.during = failure.during;
    out.call = call.value;
    send(instance.value, std::move(out));
}

void Connection::unloaded(InstanceId instance) {
    pb::Unloaded out;
    out.instance = instance.value;
    send(instance.value, std::move(out), {.delivery = Delivery::Last});
}

void Connection::call_done(InstanceId instance, const CallReport& report) {
    pb::CallDone out;
    out.instance = instance.value;
    out.call = report.call.value;
    out.outcome = static_cast<pb::Outcome>(report.outcome);  // the same numbers
    out.rendered = report.rendered;
    out.duration_us = microseconds(report.duration);
    send(instance.value, std::move(out), {.delivery = Delivery::Always});
}

void Connection::rendered(InstanceId instance, const RenderReport& report) {
    pb::Rendered out;
    out.instance = instance.value;
    out.rows = report.rows;
    out.cols = report.cols;
    out.output = report.output;
    out.call = report.call.value;
    // The end of the call that asked for the picture follows it.
    send(instance.value, std::move(out),
         {.push = report.call == CallId() ? Push::Now : Push::WithNext});
}

void Connection::command(InstanceId instance, const CommandReport& report) {
    pb::Command out;
    out.instance = instance.value;
    out.command = report.command.value;
    out.worker = report.worker;
    out.plugin_command = report.plugin_command;
    out.waits = report.waits;
    out.problem = sentence(report.problem);
    send(instance.value, std::move(out), {.push = report.waits ? Push::Now : Push::Soon});
}

void Connection::log(InstanceId instance, std::string_view worker, std::string_view lines,
                     std::size_t dropped_bytes) {
    pb::Log out;
    out.instance = instance.value;
    out.worker = worker;
    out.lines = lines;
    out.dropped_bytes = dropped_bytes;
    send(instance.value, std::move(out), {.push = Push::Soon});
}

void Connection::worker_done(InstanceId instance, std::string_view worker) {
    pb::WorkerDone out;
    out.instance = instance.value;
    out.worker = worker;
    send(instance.value, std::move(out));
}

void Connection::recorded(InstanceId instance, std::string entry) {
    pb::Recorded out;
    out.instance = instance.value;
    out.entry = std::move(entry);
    send(instance.value, std::move(out), {.push = Push::Soon});
}

}  // namespace tessera::plugin_host
