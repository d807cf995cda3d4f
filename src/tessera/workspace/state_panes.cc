#include "tessera/workspace/state_codec.h"

namespace tessera::workspace {

namespace {

using What = state::Run::WhatCase;

state::Held held_to_state(const Held& held) {
    return {.why = number_of(held.why), .exit_status = held.exit_status};
}

bool read_held(const std::optional<state::Held>& in, std::optional<Held>& out) {
    out.reset();
    if (!in) {
        return true;
    }
    out.emplace().exit_status = in->exit_status;
    return read_enum(in->why, Held::Why::Exited, out->why);
}

}  // namespace

state::PaneId to_state(PaneId id) {
    return {.kind = number_of(id.kind), .number = id.number};
}

bool read(const state::PaneId& in, PaneId& out) {
    out.number = in.number;
    return read_enum(in.kind, PaneKind::Plugin, out.kind);
}

state::Color to_state(const vt::Color& color) {
    return {.kind = number_of(color.kind),
            .rgb = static_cast<std::uint32_t>(color.r << 16 | color.g << 8 | color.b)};
}

bool read(const state::Color& in, vt::Color& out) {
    out.r = static_cast<std::uint8_t>(in.rgb >> 16U);
    out.g = static_cast<std::uint8_t>(in.rgb >> 8U);
    out.b = static_cast<std::uint8_t>(in.rgb);
    return in.rgb <= 0xFFFFFFU && read_enum(in.kind, vt::ColorKind::Rgb, out.kind);
}

state::Extent to_state(const config::Extent& extent) {
    return {.unit = number_of(extent.unit), .amount = extent.amount};
}

bool read(const state::Extent& in, config::Extent& out) {
    out.amount = in.amount;
    return read_enum(in.unit, config::Extent::Unit::Percent, out.unit);
}

state::Run to_state(const config::PaneRun& run) {
    state::Run out;
    if (const auto* command = std::get_if<config::CommandRun>(&run)) {
        out.what.emplace<What::command>(
            state::Command{.command = command->command,
                           .args = command->args,
                           .close_on_exit = command->close_on_exit,
                           .start_suspended = command->start_suspended});
    } else if (const auto* edit = std::get_if<config::EditRun>(&run)) {
        out.what.emplace<What::edit>(state::Edit{.file = edit->file});
    } else if (const auto* plugin = std::get_if<config::PluginRun>(&run)) {
        state::Plugin made{.location = plugin->location, .cwd = plugin->cwd};
        for (const auto& [name, value] : plugin->configuration) {
            made.configuration.push_back({.name = name, .value = value});
        }
        out.what.emplace<What::plugin>(std::move(made));
    }
    return out;
}

bool read(const state::Run& in, config::PaneRun& out) {
    out = std::monostate();
    if (const auto* command = std::get_if<What::command>(&in.what)) {
        out = config::CommandRun{command->command, command->args, command->close_on_exit,
                                 command->start_suspended};
    } else if (const auto* edit = std::get_if<What::edit>(&in.what)) {
        out = config::EditRun{edit->file};
    } else if (const auto* plugin = std::get_if<What::plugin>(&in.what)) {
        config::PluginRun made{
            .location = plugin->location, .configuration = {}, .cwd = plugin->cwd};
        for (const state::Setting& setting : plugin->configuration) {
            made.configuration[setting.name] = setting.value;
        }
        out = std::move(made);
    }
    return true;
}

state::Pane to_state(const Pane& pane) {
    state::Pane out{.id = to_state(pane.id),
                    .run = to_state(pane.run),
                    .cwd = pane.cwd,
                    .contents_file = pane.contents_file,
                    .default_fg = to_state(pane.default_fg),
                    .default_bg = to_state(pane.default_bg),
                    .default_name = pane.default_name,
                    .name = pane.name,
                    .title = pane.title,
                    .name_before_rename = pane.name_before_rename,
                    .selectable = pane.selectable,
                    .borderless = pane.borderless,
                    .exclude_from_sync = pane.exclude_from_sync,
                    .starts = pane.starts,
                    .active_at = pane.active_at};
    if (pane.held) {
        out.held = held_to_state(*pane.held);
    }
    return out;
}

bool read(const state::Pane& in, Pane& out) {
    out.cwd = in.cwd;
    out.contents_file = in.contents_file;
    out.default_name = in.default_name;
    out.name = in.name;
    out.title = in.title;
    out.name_before_rename = in.name_before_rename;
    out.selectable = in.selectable;
    out.borderless = in.borderless;
    out.exclude_from_sync = in.exclude_from_sync;
    out.starts = in.starts;
    out.active_at = in.active_at;
    return read_present(in.id, out.id) && read_present(in.run, out.run) &&
           read(in.default_fg, out.default_fg) && read(in.default_bg, out.default_bg) &&
           read_held(in.held, out.held);
}

}  // namespace tessera::workspace
