// `tessera plugin permissions`, `top` and `log`: what plugins may do, cost and say.

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tessera/io/log.h"
#include "tessera/plugin_api/tables.h"
#include "tessera/server/plugins/trace_line.h"
#include "tessera/server/server.h"

namespace tessera::server {

namespace {

namespace pb = session::client;

std::string grants_for_people(const Grants& grants) {
    std::string out;
    for (const auto& [location, grant] : grants) {
        std::string names;
        for (const Permission permission : grant.permissions.list()) {
            names +=
                (names.empty() ? "" : " ") + std::string(plugin_api::permission_name(permission));
        }
        out += fmt::format("{}: {}\n", io::visible(location),
                           names.empty() ? "nothing (denied)" : names);
    }
    return out.empty() ? "no plugin has been granted anything\n" : out;
}

std::string meters_as_json(const std::vector<PluginMeter>& meters) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const PluginMeter& m : meters) {
        out.push_back({{"plugin", m.instance.plugin.value},
                       {"client", m.instance.client.value},
                       {"location", m.location},
                       {"worker", m.worker},
                       {"stopped", m.stopped},
                       {"calls", m.calls},
                       {"traps", m.traps},
                       {"guest_us", m.guest_us},
                       {"p50_us", m.p50_us},
                       {"p99_us", m.p99_us},
                       {"memory_bytes", m.memory_bytes},
                       {"bytes_in", m.bytes_in},
                       {"bytes_out", m.bytes_out}});
    }
    return out.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string meters_as_table(const std::vector<PluginMeter>& meters) {
    std::string out = fmt::format(
        "{:<10} {:>6} {:>8} {:>5} {:>9} {:>8} {:>8} {:>9} {:>9} {:>9}  {}\n", "PLUGIN", "CLIENT",
        "CALLS", "TRAPS", "CPU ms", "p50 us", "p99 us", "MEM kB", "IN kB", "OUT kB", "LOCATION");
    for (const PluginMeter& m : meters) {
        out += fmt::format("{:<10} {:>6} {:>8} {:>5} {:>9} {:>8} {:>8} {:>9} {:>9} {:>9}  {}{}{}\n",
                           fmt::format("plugin_{}", m.instance.plugin.value),
                           m.instance.client.value, m.calls, m.traps, m.guest_us / 1000, m.p50_us,
                           m.p99_us, m.memory_bytes / 1024, m.bytes_in / 1024, m.bytes_out / 1024,
                           io::visible(m.location),
                           m.worker.empty() ? "" : " worker " + io::visible(m.worker),
                           m.stopped ? " (stopped)" : "");
    }
    return out;
}

}  // namespace

std::function<void(std::string_view, std::string_view)> Server::later(ClientLink& link) {
    const std::uint64_t ticket = ++last_ticket_;
    waiting_[ticket] = &link;
    return [this, ticket](std::string_view out, std::string_view err) {
        if (const auto node = waiting_.extract(ticket)) {
            node.mapped()->command_output(out, err);
            node.mapped()->command_done(err.empty() ? 0 : 1);
        }
    };
}

void Server::plugin_permissions(ClientLink& link, const pb::PluginPermissions& asked) {
    const auto finish = later(link);
    if (!asked.revoke) {
        plugins_->grants([finish](const Grants& grants) { finish(grants_for_people(grants), ""); });
        return;
    }
    std::optional<Permission> permission;
    if (!asked.permission.empty()) {
        permission = plugin_api::permission_named(asked.permission);
        if (!permission) {
            return finish("", fmt::format("there is no permission '{}'\n", asked.permission));
        }
    }
    // The file names a module by its path alone, as Zellij's does; people write it as elsewhere.
    const std::string location =
        asked.location.starts_with("file:") ? asked.location.substr(5) : asked.location;
    plugins_->revoke(location, permission, [finish](const Result<>& done) {
        finish(done ? "revoked; a plugin that runs keeps it until it is loaded again\n" : "",
               done ? "" : done.error().message + "\n");
    });
}

void Server::plugin_top(ClientLink& link, const pb::PluginTop& asked) {
    plugins_->meters([finish = later(link), json = asked.json](std::vector<PluginMeter> meters) {
        std::ranges::stable_sort(meters, std::ranges::greater(), &PluginMeter::guest_us);
        finish(json ? meters_as_json(meters) : meters_as_table(meters), "");
    });
}

namespace {

/// In a pane or in the background.
bool has_plugin(const Session& session, std::uint32_t number) {
    const auto in_background =
        std::ranges::find(session.background, PluginId(number), &Session::BackgroundPlugin::id);
    return in_background != session.background.end() ||
           session.space.find_pane({PaneKind::Plugin, number}) != nullptr;
}

}  // namespace

void Server::plugin_log_of(ClientLink& link, const pb::Command& command) {
    const auto& asked = std::get<pb::Command::VerbCase::plugin_log>(command.verb);
    const Result<Session*> session =
        session_for(command.session, command.origin.value_or(pb::Origin{}));
    if (!session || !has_plugin(**session, asked.pane)) {
        link.command_output("", session ? fmt::format("there is no plugin_{}\n", asked.pane)
                                        : session.error().message + "\n");
        return link.command_done(1);
    }
    const PluginKey plugin{(*session)->id(), PluginId(asked.pane)};
    link.command_output(logs_.text(plugin), "");
    if (asked.follow) {
        log_readers_[&link] = plugin;  // until the connection closes
    } else {
        link.command_done(0);
    }
}

void Server::plugin_trace_of(ClientLink& link, const pb::Command& command) {
    const auto& asked = std::get<pb::Command::VerbCase::plugin_trace>(command.verb);
    const Result<Session*> session =
        session_for(command.session, command.origin.value_or(pb::Origin{}));
    if (!session || !has_plugin(**session, asked.pane)) {
        link.command_output("", session ? fmt::format("there is no plugin_{}\n", asked.pane)
                                        : session.error().message + "\n");
        return link.command_done(1);
    }
    const PluginKey plugin{(*session)->id(), PluginId(asked.pane)};
    const Recording recording = asked.record ? Recording::Yes : Recording::No;
    trace_readers_[&link] = {.plugin = plugin, .recording = recording};  // until it closes
    plugins_->set_trace([this](const PluginTrace& trace) { traced(trace); });
    if (asked.record) {
        plugins_->set_recording(plugin, Recording::Yes);
    }
}

void Server::traced(const PluginTrace& trace) {
    const Recording kind =
        trace.kind == PluginTrace::Kind::Recorded ? Recording::Yes : Recording::No;
    std::string line;
    for (const auto& [link, reader] : trace_readers_) {
        if (reader.plugin == trace.instance.plugin_key() && reader.recording == kind) {
            line = line.empty() ? trace_line(trace, clock_.wall()) : line;
            link->command_output(line, "");
        }
    }
}

void Server::forget_trace(ClientLink& link) {
    const auto node = trace_readers_.extract(&link);
    if (!node) {
        return;
    }
    const auto also = [&](const auto& other) {
        return other.second.plugin == node.mapped().plugin &&
               other.second.recording == Recording::Yes;
    };
    if (node.mapped().recording == Recording::Yes && std::ranges::none_of(trace_readers_, also)) {
        plugins_->set_recording(node.mapped().plugin, Recording::No);
    }
    if (trace_readers_.empty()) {
        plugins_->set_trace(nullptr);
    }
}

}  // namespace tessera::server
