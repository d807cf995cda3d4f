// Commands of plugins about layout files, and the list of layouts they are told.
// Source: plugin ABI 6, commands of kind Layouts; 5.2 (E40).

#include <algorithm>
#include <array>
#include <filesystem>

#include "tessera/base/read_file.h"
#include "tessera/io/whole_file.h"
#include "tessera/plugin_api/events.h"
#include "tessera/plugin_api/layouts.h"
#include "tessera/plugin_api/replies.h"
#include "tessera/server/act.h"
#include "tessera/server/layouts.h"
#include "tessera/server/plugin_answers.h"
#include "tessera/server/session.h"
#include "tessera/wire/codec.h"

namespace tessera::server {

namespace {

namespace fs = std::filesystem;
namespace pc = api::plugin_command;
using pc::CommandName;
using Payload = pc::PluginCommand::PayloadCase;

constexpr std::size_t kMaxNameBytes = 250;  // Source: plugin ABI 6, (N)
constexpr std::size_t kMaxListed = 256;     // a folder of layouts has some dozens
constexpr std::array<std::string_view, 5> kBuiltin = {"default", "compact", "classic", "strider",
                                                      "disable-status-bar"};

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= kMaxNameBytes && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_' || c == ' ';
    });
}

/// Of layouts, before the user's mask.
constexpr unsigned kFileMode = 0644;

Result<fs::path> file_named(const Session& s, std::string_view name) {
    if (!is_name(name)) {
        return fail(ErrorCode::InvalidArgument,
                    "a layout's name has letters, digits, '-', '_' and spaces, at most 250");
    }
    const fs::path folder = layout_folder(s.setup, s.config);
    if (folder.empty()) {
        return fail(ErrorCode::NotFound, "there is no folder for layouts");
    }
    return folder / (std::string(name) + ".kdl");
}

std::int64_t unix_now(const Session& s) {
    return std::chrono::duration_cast<std::chrono::seconds>(s.services.clock.wall()).count();
}

Result<> write_file(const fs::path& path, std::string_view text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    return io::replace_file(path, std::string(text) + (text.ends_with('\n') ? "" : "\n"),
                            kFileMode);
}

Result<> save(Session& s, const pc::SaveLayoutPayload& what) {
    const fs::path path = TESSERA_TRY(file_named(s, what.layout_name));
    if (const auto parsed = config::parse_layout(what.layout_kdl); !parsed) {
        return fail(ErrorCode::InvalidArgument, config::format(parsed.error(), what.layout_name));
    }
    std::error_code error;
    if (!what.overwrite && fs::exists(path, error)) {
        return fail(ErrorCode::AlreadyExists, "there is a layout of that name already");
    }
    return write_file(path, what.layout_kdl);
}

Result<> remove(Session& s, const pc::DeleteLayoutPayload& what) {
    const fs::path path = TESSERA_TRY(file_named(s, what.layout_name));
    std::error_code error;
    if (!fs::remove(path, error)) {
        return fail(ErrorCode::NotFound, "there is no layout " + path.string());
    }
    return {};
}

Result<> rename(Session& s, const pc::RenameLayoutPayload& what) {
    const fs::path from = TESSERA_TRY(file_named(s, what.old_layout_name));
    const fs::path to = TESSERA_TRY(file_named(s, what.new_layout_name));
    std::error_code error;
    if (!fs::exists(from, error)) {
        return fail(ErrorCode::NotFound, "there is no layout " + from.string());
    }
    if (fs::exists(to, error)) {
        return fail(ErrorCode::AlreadyExists, "there is a layout of that name already");
    }
    fs::rename(from, to, error);
    return error ? Result<>(fail(ErrorCode::Io, to.string() + ": " + error.message())) : Result<>();
}

/// In place of the plugin, which comes back when the editor ends.
Result<> edit(Session& s, const InstanceKey& who, const pc::EditLayoutPayload& what) {
    const fs::path path = TESSERA_TRY(file_named(s, what.layout_name));
    std::error_code error;
    if (!fs::exists(path, error)) {
        return fail(ErrorCode::NotFound, "there is no layout " + path.string());
    }
    const PaneId own{PaneKind::Plugin, who.plugin.value};
    (void)TESSERA_TRY(act(s, {.client = who.client, .door = Door::Plugin},
                          actions::NewPane{.content = actions::RunEditor{.file = path.string()},
                                           .placement = actions::PlaceInPlace{.pane = own}}));
    return {};
}

/// Only what is a layout: a plugin must not read other files this way.
Result<std::string> dump(Session& s, const pc::DumpLayoutPayload& what) {
    LayoutSource source = TESSERA_TRY(read_layout(s.setup, s.config, {.name = what.layout_name}));
    if (!config::parse_layout(source.text, source.swap_text)) {
        return fail(ErrorCode::InvalidArgument, source.file + " is no layout without errors");
    }
    return std::move(source.text);
}

pc::ParseLayoutResponse parse(Session& s, const std::string& text) {
    using Reply = pc::ParseLayoutResponse::ResultCase;
    pc::ParseLayoutResponse reply;
    if (const auto layout = config::parse_layout(text)) {
        reply.result.emplace<Reply::metadata>(
            plugin_api::layout_metadata(*layout, s.config, unix_now(s)));
    } else {
        reply.result.emplace<Reply::error>(
            plugin_api::layout_parsing_error(layout.error(), "layout", text));
    }
    return reply;
}

std::vector<fs::path> layout_files(const fs::path& folder) {
    std::vector<fs::path> out;
    for (const fs::path& file : files_in(folder, kMaxFilesBeside)) {
        const std::string name = file.filename().string();
        if (name.ends_with(".kdl") && !name.ends_with(".swap.kdl") && out.size() < kMaxListed) {
            out.push_back(file);
        }
    }
    return out;
}

api::event::AvailableLayoutInfoPayload list_layouts(Session& s) {
    api::event::AvailableLayoutInfoPayload out;
    const auto add = [&](std::string name, std::string_view source_name,
                         const LayoutSource& source) {
        const auto layout = config::parse_layout(source.text);
        if (!layout) {
            out.layouts_with_errors.push_back(
                {std::move(name),
                 plugin_api::layout_parsing_error(layout.error(), source.file, source.text)});
            return;
        }
        api::event::LayoutInfo& info = out.available_layouts.emplace_back();
        info.name = std::move(name);
        info.source = source_name;
        info.layout_metadata = plugin_api::layout_metadata(*layout, s.config, unix_now(s));
    };
    for (const fs::path& path : layout_files(layout_folder(s.setup, s.config))) {
        if (const auto source = read_layout(s.setup, s.config, {.name = path.string()})) {
            add(path.stem().string(), "file", *source);
        }
    }
    for (const std::string_view name : kBuiltin) {
        if (const config::BuiltinLayout* builtin = config::find_builtin_layout(name)) {
            add(std::string(name), "built-in",
                {std::string(builtin->text), std::string(builtin->swap_text), std::string(name)});
        }
    }
    return out;
}

/// What changes files; nothing for other commands.
std::optional<Result<>> change(Session& s, const InstanceKey& who,
                               const pc::PluginCommand& command) {
    if (const auto* p = command.payload.get_if<Payload::save_layout_payload>()) {
        return save(s, *p);
    }
    if (const auto* p = command.payload.get_if<Payload::delete_layout_payload>()) {
        return remove(s, *p);
    }
    if (const auto* p = command.payload.get_if<Payload::rename_layout_payload>()) {
        return rename(s, *p);
    }
    if (const auto* p = command.payload.get_if<Payload::edit_layout_payload>()) {
        return edit(s, who, *p);
    }
    return std::nullopt;
}

}  // namespace

void tell_layouts(Session& session, const PluginTarget& target) {
    if (session.services.plugins.wants(target, api::event::EventType::AvailableLayoutInfo)) {
        api::event::AvailableLayoutInfoPayload all = list_layouts(session);
        session.known_layouts = all.available_layouts;
        session.services.plugins.send_event(
            target, plugin_api::event<plugin_api::EventCase::available_layout_info_payload>(
                        api::event::EventType::AvailableLayoutInfo, std::move(all)));
    }
}

const std::vector<api::event::LayoutInfo>& known_layouts(Session& session) {
    if (!session.known_layouts) {
        session.known_layouts = list_layouts(session).available_layouts;
    }
    return *session.known_layouts;
}

void answer_layouts(Session& session, const PluginRequest& request,
                    const plugin_api::CommandRow& row) {
    const pc::PluginCommand& command = *request.command;
    if (const auto* p = command.payload.get_if<Payload::dump_layout_payload>()) {
        Result<std::string> text = dump(session, *p);
        if (!text) {
            session.services.plugins.refuse(request.token, text.error().to_string());
            return;
        }
        pc::DumpLayoutResponse reply;
        reply.result.emplace<pc::DumpLayoutResponse::ResultCase::layout_content>(std::move(*text));
        session.services.plugins.reply(request.token, reply);
        return;
    }
    if (const auto* p = command.payload.get_if<Payload::parse_layout_payload>()) {
        session.services.plugins.reply(request.token, parse(session, p->layout_string));
        return;
    }
    const std::optional<Result<>> done = change(session, request.instance, command);
    if (!done || !*done) {
        session.services.plugins.refuse(
            request.token, done ? done->error().to_string() : "the command says nothing");
        return;
    }
    session.services.plugins.reply_encoded(request.token, plugin_api::reply_bytes(row, {}));
    tell_layouts(session, {.session = session.id()});
}

}  // namespace tessera::server
