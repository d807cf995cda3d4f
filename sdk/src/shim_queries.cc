// Commands that ask about panes and tabs.

#include "convert.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

namespace {

/// The value of one alternative of a reply's oneof, or the text of another.
template <std::size_t Value, std::size_t Error, class Reply, class Variant>
auto value_or_error(std::optional<Reply>&& reply, Variant Reply::* result)
    -> Outcome<std::variant_alternative_t<Value, Variant>> {
    if (reply) {
        if (auto* value = std::get_if<Value>(&((*reply).*result))) {
            return std::move(*value);
        }
        if (auto* error = std::get_if<Error>(&((*reply).*result))) {
            return std::unexpected(std::move(*error));
        }
    }
    return std::unexpected(std::string(kRefused));
}

}  // namespace

std::optional<PaneInfo> get_pane_info(const PaneId& pane) {
    auto reply = Command(CommandName::GetPaneInfo)
                     .message(139, cmd::GetPaneInfoPayload{to_command(pane)})
                     .ask<cmd::GetPaneInfoResponse>();
    return reply ? std::move(reply->pane_info) : std::nullopt;
}

std::optional<TabInfo> get_tab_info(std::uint64_t tab_id) {
    auto reply = Command(CommandName::GetTabInfo)
                     .message(140, cmd::GetTabInfoPayload{tab_id})
                     .ask<cmd::GetTabInfoResponse>();
    return reply ? std::move(reply->tab_info) : std::nullopt;
}

Outcome<FocusedPane> get_focused_pane_info() {
    using Reply = cmd::GetFocusedPaneInfoResponse;
    using Case = Reply::ResultCase;
    const auto found = value_or_error<Case::focused_pane_info, Case::error>(
        Command(CommandName::GetFocusedPaneInfo).ask<Reply>(), &Reply::result);
    if (!found) {
        return std::unexpected(found.error());
    }
    return FocusedPane{found->focused_tab_index,
                       from_command(found->focused_pane_id).value_or(PaneId{})};
}

Outcome<PaneContents> get_pane_scrollback(const PaneId& pane, bool get_full_scrollback) {
    using Reply = api::event::PaneScrollbackResponse;
    using Case = Reply::ResponseCase;
    return value_or_error<Case::ok, Case::err>(
        Command(CommandName::GetPaneScrollback)
            .message(113, cmd::GetPaneScrollbackPayload{to_command(pane), get_full_scrollback})
            .ask<Reply>(),
        &Reply::response);
}

Outcome<std::int32_t> get_pane_pid(const PaneId& pane) {
    using Reply = cmd::GetPanePidResponse;
    using Case = Reply::ResultCase;
    return value_or_error<Case::pid, Case::error>(
        Command(CommandName::GetPanePid)
            .message(123, cmd::GetPanePidPayload{to_command(pane)})
            .ask<Reply>(),
        &Reply::result);
}

Outcome<std::vector<std::string>> get_pane_running_command(const PaneId& pane) {
    using Reply = cmd::GetPaneRunningCommandResponse;
    using Case = Reply::ResultCase;
    auto found = value_or_error<Case::command, Case::error>(
        Command(CommandName::GetPaneRunningCommand)
            .message(141, cmd::GetPaneRunningCommandPayload{to_command(pane)})
            .ask<Reply>(),
        &Reply::result);
    if (!found) {
        return std::unexpected(found.error());
    }
    return std::move(found->args);
}

Outcome<std::string> get_pane_cwd(const PaneId& pane) {
    using Reply = cmd::GetPaneCwdResponse;
    using Case = Reply::ResultCase;
    return value_or_error<Case::cwd, Case::error>(
        Command(CommandName::GetPaneCwd)
            .message(142, cmd::GetPaneCwdPayload{to_command(pane)})
            .ask<Reply>(),
        &Reply::result);
}

Outcome<std::string> dump_layout(std::string_view layout_name) {
    using Reply = cmd::DumpLayoutResponse;
    using Case = Reply::ResultCase;
    return value_or_error<Case::layout_content, Case::error>(
        Command(CommandName::DumpLayout)
            .message(129, cmd::DumpLayoutPayload{std::string(layout_name)})
            .ask<Reply>(),
        &Reply::result);
}

std::expected<LayoutMetadata, LayoutParsingError> parse_layout(std::string_view kdl) {
    auto reply = Command(CommandName::ParseLayout)
                     .message(130, cmd::ParseLayoutPayload{std::string(kdl)})
                     .ask<cmd::ParseLayoutResponse>();
    using Case = cmd::ParseLayoutResponse::ResultCase;
    if (auto* metadata = reply ? std::get_if<Case::metadata>(&reply->result) : nullptr) {
        return std::move(*metadata);
    }
    auto* error = reply ? std::get_if<Case::error>(&reply->result) : nullptr;
    return std::unexpected(error != nullptr ? std::move(*error) : LayoutParsingError{});
}

Outcome<SessionList> get_session_list() {
    using Reply = cmd::GetSessionListResponse;
    using Case = Reply::ResultCase;
    auto found =
        value_or_error<Case::snapshot, Case::error>(Command(CommandName::GetSessionList)
                                                        .message(161, cmd::GetSessionListPayload{})
                                                        .ask<Reply>(),
                                                    &Reply::result);
    if (!found) {
        return std::unexpected(found.error());
    }
    return SessionList{std::move(found->live_sessions), std::move(found->resurrectable_sessions)};
}

namespace {

Outcome<SessionLayout> dump(std::optional<std::uint32_t> position) {
    using Reply = cmd::DumpSessionLayoutResponse;
    using Case = Reply::ResultCase;
    auto reply = Command(CommandName::DumpSessionLayout)
                     .message(133, cmd::DumpSessionLayoutPayload{position})
                     .ask<Reply>();
    std::optional<LayoutMetadata> metadata = reply ? std::move(reply->metadata) : std::nullopt;
    auto kdl = value_or_error<Case::layout_content, Case::error>(std::move(reply), &Reply::result);
    if (!kdl) {
        return std::unexpected(kdl.error());
    }
    return SessionLayout{std::move(*kdl), std::move(metadata)};
}

}  // namespace

Outcome<SessionLayout> dump_session_layout() {
    return dump(std::nullopt);
}

Outcome<SessionLayout> dump_session_layout_for_tab(std::uint32_t position) {
    return dump(position);
}

}  // namespace tessera::sdk
