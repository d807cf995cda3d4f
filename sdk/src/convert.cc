#include "convert.h"

namespace tessera::sdk {

namespace {

std::optional<cmd::FixedOrPercentValue> to_command(const std::optional<SplitSize>& size) {
    if (!size) {
        return std::nullopt;
    }
    return cmd::FixedOrPercentValue{size->type == SplitSize::Type::Percent
                                        ? cmd::FixedOrPercent::Percent
                                        : cmd::FixedOrPercent::Fixed,
                                    size->value};
}

}  // namespace

std::vector<cmd::ContextItem> to_command(const Context& context) {
    std::vector<cmd::ContextItem> out;
    for (const auto& [name, value] : context) {
        out.push_back({name, value});
    }
    return out;
}

std::optional<cmd::FloatingPaneCoordinates> to_command(
    const std::optional<FloatingPaneCoordinates>& where) {
    if (!where) {
        return std::nullopt;
    }
    cmd::FloatingPaneCoordinates out;
    out.x = to_command(where->x);
    out.y = to_command(where->y);
    out.width = to_command(where->width);
    out.height = to_command(where->height);
    out.pinned = where->pinned;
    out.borderless = where->borderless;
    return out;
}

std::optional<std::uint64_t> ask_tab(Command&& command) {
    const auto reply = std::move(command).ask<cmd::NewTabResponse>();
    using Case = cmd::NewTabResponse::ResultCase;
    const auto* id = reply ? std::get_if<Case::tab_id>(&reply->result) : nullptr;
    return id != nullptr ? std::optional(*id) : std::nullopt;
}

Outcome<bool> ask_success(Command&& command) {
    const auto reply = std::move(command).ask<cmd::SaveLayoutResponse>();
    using Case = cmd::SaveLayoutResponse::ResultCase;
    if (const auto* success = reply ? std::get_if<Case::success>(&reply->result) : nullptr) {
        return *success;
    }
    const auto* error = reply ? std::get_if<Case::error>(&reply->result) : nullptr;
    return std::unexpected(error != nullptr ? *error : kRefused);
}

Outcome<> ask_done(Command&& command) {
    const auto success = ask_success(std::move(command));
    if (!success) {
        return std::unexpected(success.error());
    }
    return *success ? Outcome<>() : std::unexpected(std::string(kRefused));
}

Outcome<> ask_error(Command&& command) {
    const auto reply = std::move(command).ask<cmd::KillSessionsResponse>();
    if (!reply) {
        return std::unexpected(std::string(kRefused));
    }
    return reply->error ? std::unexpected(*reply->error) : Outcome<>();
}

}  // namespace tessera::sdk
