#include "tessera/vt/snapshot/snapshot.h"

#include "tessera/vt/snapshot/fields.h"
#include "tessera/vt/snapshot/pictures.h"
#include "tessera/vt/snapshot/rows.h"

namespace tessera::vt::snapshot {

namespace {

constexpr std::string_view kMagic = "tessera-vt\n";
constexpr std::string_view kPageMagic = "tessera-vt-page\n";
/// Raised when an old reader would misread; sections that are added do not raise it.
constexpr std::uint64_t kVersion = 5;
/// What was written before it means the same: it had no cells of images.
constexpr std::uint64_t kOldestVersion = 4;

bool is_known(std::uint64_t version) {
    return version >= kOldestVersion && version <= kVersion;
}

/// Never renumber. A reader skips sections it does not know.
enum class Section : std::uint8_t {
    End = 0,
    Size,
    Tables,
    History,
    Page,
    Screen,
    Parser,
    Terminal,
    Transmission,
    Pictures,
    Pixels,
    Virtual,
    Positions,
    TransmissionPosition,
    Notifications,
    Keys
};

void section(Writer& out, Section tag, std::string_view content) {
    out.number(static_cast<std::uint64_t>(tag));
    out.text(content);
}

void write_grid(Writer& out, RowWriter& rows, const Grid& grid) {
    for (int r = 0; r < grid.rows(); ++r) {
        rows.row(out, grid.row(r), grid.info(r));
    }
}

void read_grid(Reader& in, RowReader& rows, Grid& grid) {
    for (int r = 0; r < grid.rows() && !in.failed(); ++r) {
        RowInfo info;
        const std::span<const Cell> cells =
            rows.row(in, static_cast<std::size_t>(grid.cols()), info);
        std::ranges::copy(cells, grid.edit(r).begin());
        grid.info(r) = info;
    }
}

void write_history_row(Writer& out, RowWriter& rows, const HistoryRow& row) {
    rows.row(out, row.cells, {.wrapped = row.wrapped, .mark = row.mark, .line = row.line});
}

void write_history(Writer& out, RowWriter& rows, const History& history, SnapshotScope scope) {
    std::size_t first = 0;
    if (scope == SnapshotScope::BehindPages) {
        const std::vector<HistoryPage> pages = history.full_pages();
        const std::size_t behind = pages.empty() ? 0 : pages.back().begin + kHistoryPageRows;
        first = behind - std::min(behind, history.skipped());
    }
    out.number(history.dropped() + first);
    out.number(history.size() - first);
    for (std::size_t i = first; i < history.size(); ++i) {
        write_history_row(out, rows, history.row(i));
    }
}

void read_rows(Reader& in, std::uint64_t count, RowReader& rows, History& history) {
    for (; count > 0 && !in.failed(); --count) {
        RowInfo info;
        const std::span<const Cell> cells = rows.row(in, kMaxRowsOrCols, info);
        if (!in.failed()) {
            history.push(cells, info);
        }
    }
}

/// False when it is no page.
bool read_page(std::string_view bytes, const Parts& parts) {
    if (!bytes.starts_with(kPageMagic)) {
        return false;
    }
    Reader in(bytes.substr(kPageMagic.size()));
    RowReader rows(ScreenFields::tables(parts.screen));
    if (!is_known(in.number(UINT64_MAX)) || !rows.read_tables(in.text(bytes.size()))) {
        return false;
    }
    read_rows(in, kHistoryPageRows, rows, ScreenFields::history(parts.screen));
    return !in.failed();
}

/// False when one of the pages is none.
bool read_history(Reader& in, RowReader& rows, std::span<const std::string> pages,
                  const Parts& parts) {
    for (const std::string& page : pages) {
        if (!read_page(page, parts)) {
            return false;
        }
    }
    History& history = ScreenFields::history(parts.screen);
    const std::uint64_t line = in.number(UINT64_MAX);  // of the first row that follows
    read_rows(in, in.number(UINT32_MAX), rows, history);
    const std::uint64_t before = pages.size() * kHistoryPageRows;
    history.set_dropped(history.dropped() + line - std::min(line, before));
    return !in.failed();
}

void write_terminal(Writer& out, const Parts& parts) {
    out.text(parts.replies);
    out.text(parts.title);
    out.number(parts.title_stack.size());
    for (const std::string& title : parts.title_stack) {
        out.text(title);
    }
    palette_fields(Save{out}, parts.palette);
    out.number(parts.palette.changed.size());
    for (const PaletteEntry& entry : parts.palette.changed) {
        out.number(entry.index);
        color_fields(Save{out}, entry.color);
    }
}

void read_terminal(Reader& in, const Parts& parts) {
    parts.replies = in.text(kMaxReplyBytes);
    parts.title = in.text(kMaxTitleBytes);
    for (std::uint64_t n = in.number(kMaxTitleStack); n > 0 && !in.failed(); --n) {
        parts.title_stack.emplace_back(in.text(kMaxTitleBytes));
    }
    palette_fields(Load{in}, parts.palette);
    for (std::uint64_t n = in.number(kPaletteSize); n > 0 && !in.failed(); --n) {
        const auto index = static_cast<std::uint16_t>(in.number(kPaletteSize - 1));
        Color color;
        color_fields(Load{in}, color);
        parts.palette.changed.push_back({index, color});
    }
}

/// Nothing when none waits for its next chunk.
std::string transmission(const KittyGraphics& kitty, SnapshotScope scope) {
    const auto unfinished = kitty.unfinished();
    const std::size_t bytes_max =
        scope == SnapshotScope::BehindPages ? kMaxSavedTransmission : kMaxImageBytes;
    if (!unfinished || unfinished->data.size() > bytes_max) {
        return {};
    }
    Writer out;
    KittyCommand::visit(Save{out}, unfinished->command);
    out.text(unfinished->data);
    return out.take();
}

/// Where an unfinished picture will be put; nothing when it is at the cursor.
std::string transmission_position(const KittyGraphics& kitty) {
    const auto unfinished = kitty.unfinished();
    const KittyCommand at_cursor;
    const KittyCommand command = unfinished ? unfinished->command : at_cursor;
    Writer out;
    Writer none;
    KittyCommand::visit_position(Save{none}, at_cursor);
    KittyCommand::visit_position(Save{out}, command);
    return out.bytes() == none.bytes() ? std::string() : out.take();
}

void read_transmission_position(Reader& in, KittyGraphics& kitty) {
    const auto unfinished = kitty.unfinished();
    KittyCommand command = unfinished ? unfinished->command : KittyCommand();
    KittyCommand::visit_position(Load{in}, command);
    if (unfinished) {
        kitty.resume_as(command);
    }
}

void read_transmission(Reader& in, Graphics& graphics) {
    KittyGraphics::Unfinished unfinished;
    KittyCommand::visit(Load{in}, unfinished.command);
    unfinished.data = in.text(kMaxImageBytes);
    if (!in.failed()) {
        graphics.kitty.resume(unfinished, graphics.store);
    }
}

std::string write_notifications(const PendingNotifications& all) {
    Writer out;
    out.number(all.size());
    for (const PendingNotification& pending : all) {
        out.text(pending.shown.id);
        out.number(static_cast<std::uint64_t>(pending.shown.urgency));
        out.number(static_cast<std::uint64_t>(pending.shown.when));
        for (const PendingNotification::Text* text : {&pending.title, &pending.body}) {
            out.text(text->bytes);
            out.text(text->undecoded);
        }
    }
    return out.take();
}

void read_notifications(Reader& in, PendingNotifications& all) {
    const Load load{in};
    for (std::uint64_t n = in.number(kMaxPendingNotifications); n > 0 && !in.failed(); --n) {
        PendingNotification& pending = all.emplace_back();
        pending.shown.id = in.text(kMaxNotificationId);
        load(pending.shown.urgency, static_cast<std::uint64_t>(Notification::Urgency::Critical));
        load(pending.shown.when, static_cast<std::uint64_t>(Notification::When::Invisible));
        for (PendingNotification::Text* text : {&pending.title, &pending.body}) {
            text->bytes = in.text(kMaxTitleBytes);
            text->undecoded = in.text(kMaxUndecoded);
        }
        if (!is_notification_id(pending.shown.id)) {
            in.fail();
        }
    }
}

}  // namespace

std::string write(const Parts& parts, SnapshotScope scope) {
    const Screen& screen = parts.screen;
    RowWriter rows(screen.tables());
    Writer history;
    write_history(history, rows, screen.history(), scope);
    Writer pages;
    write_grid(pages, rows, ScreenFields::primary(screen));
    write_grid(pages, rows, ScreenFields::alternate(screen));
    Writer state;
    ScreenFields::visit(Save{state}, screen);
    ScreenFields::write_rest(state, rows, screen);
    Writer parser;
    parts.parser.forget_ended();
    Parser::visit(Save{parser}, parts.parser);
    parser.text(parts.parser.text());
    Writer terminal;
    write_terminal(terminal, parts);
    Writer size;
    size.number(static_cast<std::uint64_t>(screen.rows()));
    size.number(static_cast<std::uint64_t>(screen.cols()));

    Writer out;
    section(out, Section::Size, size.bytes());
    section(out, Section::Tables, rows.tables());
    section(out, Section::History, history.bytes());
    section(out, Section::Page, pages.bytes());
    section(out, Section::Screen, state.bytes());
    section(out, Section::Parser, parser.bytes());
    section(out, Section::Terminal, terminal.bytes());
    if (const std::string content = transmission(parts.graphics.kitty, scope); !content.empty()) {
        section(out, Section::Transmission, content);
    }
    section(out, Section::Pictures, write_pictures(screen, parts.graphics));
    if (scope == SnapshotScope::Everything) {
        section(out, Section::Pixels, write_pixels(screen, parts.graphics));
    }
    if (const std::string content = write_virtual(parts.graphics.kitty); !content.empty()) {
        section(out, Section::Virtual, content);
    }
    if (const std::string content = write_positions(screen, parts.graphics.kitty);
        !content.empty()) {
        section(out, Section::Positions, content);
    }
    if (const std::string content = transmission_position(parts.graphics.kitty); !content.empty()) {
        section(out, Section::TransmissionPosition, content);
    }
    if (!parts.notifications.empty()) {
        section(out, Section::Notifications, write_notifications(parts.notifications));
    }
    if (screen.modes.format_other_keys != 0 || screen.saved_modes.format_other_keys != 0) {
        Writer keys;
        keys.number(screen.modes.format_other_keys);
        keys.number(screen.saved_modes.format_other_keys);
        section(out, Section::Keys, keys.bytes());
    }
    out.number(static_cast<std::uint64_t>(Section::End));
    Writer head;
    head.number(kVersion);
    return std::string(kMagic) + head.bytes() + out.bytes();
}

std::string write_page(const Screen& screen, const HistoryPage& page) {
    RowWriter rows(screen.tables());
    Writer content;
    for (std::size_t i = 0; i < kHistoryPageRows; ++i) {
        write_history_row(content, rows, screen.history().stored_row(page.begin + i));
    }
    Writer head;
    head.number(kVersion);
    head.text(rows.tables());
    return std::string(kPageMagic) + head.bytes() + content.bytes();
}

namespace {

/// False when the content does not fit.
bool read_section(Section tag, std::string_view content, std::span<const std::string> pages,
                  const Parts& parts, RowReader& rows) {
    Reader in(content);
    switch (tag) {
    case Section::Size: {
        const auto height = static_cast<std::int32_t>(in.number(kMaxRowsOrCols));
        const auto width = static_cast<std::int32_t>(in.number(kMaxRowsOrCols));
        parts.screen.resize({Rows(height), Cols(width)});
        break;
    }
    case Section::Tables: return rows.read_tables(content);
    case Section::History: return read_history(in, rows, pages, parts);
    case Section::Page:
        read_grid(in, rows, ScreenFields::primary(parts.screen));
        read_grid(in, rows, ScreenFields::alternate(parts.screen));
        break;
    case Section::Screen:
        ScreenFields::visit(Load{in}, parts.screen);
        ScreenFields::read_rest(in, rows, parts.screen);
        break;
    case Section::Parser:
        Parser::visit(Load{in}, parts.parser);
        parts.parser.set_text(in.text(kMaxStringBytes));
        break;
    case Section::Terminal: read_terminal(in, parts); break;
    case Section::Transmission: read_transmission(in, parts.graphics); break;
    case Section::Pictures: read_pictures(in, parts.screen, parts.graphics); break;
    case Section::Pixels: read_pixels(in, parts.graphics.store); break;
    case Section::Virtual: read_virtual(in, parts.graphics.kitty); break;
    case Section::Positions: read_positions(in, parts.screen, parts.graphics.kitty); break;
    case Section::TransmissionPosition: read_transmission_position(in, parts.graphics.kitty); break;
    case Section::Notifications: read_notifications(in, parts.notifications); break;
    case Section::Keys:
        parts.screen.modes.format_other_keys = static_cast<std::uint8_t>(in.number(1));
        parts.screen.saved_modes.format_other_keys = static_cast<std::uint8_t>(in.number(1));
        break;
    case Section::End: break;
    }
    return !in.failed();
}

}  // namespace

Result<> read(std::string_view bytes, std::span<const std::string> pages,
              std::span<const std::string> images, const Parts& parts) {
    if (!bytes.starts_with(kMagic)) {
        return fail(ErrorCode::Corrupt, "not a snapshot of a terminal");
    }
    Reader in(bytes.substr(kMagic.size()));
    if (const std::uint64_t version = in.number(UINT64_MAX); !is_known(version)) {
        return fail(ErrorCode::VersionMismatch, "snapshot of format " + std::to_string(version) +
                                                    ", this program reads " +
                                                    std::to_string(kVersion));
    }
    RowReader rows(ScreenFields::tables(parts.screen));
    std::uint64_t last = 0;
    while (const std::uint64_t tag = in.number(UINT64_MAX)) {
        const std::string_view content = in.text(bytes.size());
        // Each section once, in order: the later ones rest on the earlier ones.
        const bool known = tag <= static_cast<std::uint64_t>(Section::Keys);
        if (in.failed() || tag <= last ||
            (known && !read_section(static_cast<Section>(tag), content, pages, parts, rows))) {
            return fail(ErrorCode::Corrupt, "a damaged snapshot of a terminal");
        }
        last = tag;
    }
    if (in.failed()) {
        return fail(ErrorCode::Corrupt, "a snapshot of a terminal that is cut off");
    }
    for (const std::string& image : images) {
        read_image(image, parts.graphics.store);
    }
    ScreenFields::settle(parts.screen);
    settle_pictures(parts.screen, parts.graphics);
    return {};
}

}  // namespace tessera::vt::snapshot
