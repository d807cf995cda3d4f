#include "tessera/vt/snapshot/snapshot.h"

#include "tessera/vt/snapshot/fields.h"
#include "tessera/vt/snapshot/rows.h"

namespace tessera::vt::snapshot {

namespace {

constexpr std::string_view kMagic = "tessera-vt\n";
/// Raised when an old reader would misread; sections that are added do not raise it.
constexpr std::uint64_t kVersion = 2;

/// Never renumber. A reader skips sections it does not know.
enum class Section : std::uint8_t {
    End = 0,
    Size,
    Tables,
    History,
    Page,
    Screen,
    Parser,
    Terminal
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

void read_history(Reader& in, RowReader& rows, History& history) {
    const std::uint64_t dropped = in.number(UINT64_MAX);
    for (std::uint64_t n = in.number(UINT32_MAX); n > 0 && !in.failed(); --n) {
        RowInfo info;
        const std::span<const Cell> cells = rows.row(in, kMaxRowsOrCols, info);
        if (!in.failed()) {
            history.push(cells, info);
        }
    }
    history.set_dropped(history.dropped() + dropped);
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

}  // namespace

std::string write(const Parts& parts) {
    const Screen& screen = parts.screen;
    RowWriter rows(screen.tables());
    Writer history;
    history.number(screen.history().dropped());
    history.number(screen.history().size());
    for (std::size_t i = 0; i < screen.history().size(); ++i) {
        const HistoryRow row = screen.history().row(i);
        rows.row(history, row.cells, {.wrapped = row.wrapped, .mark = row.mark, .line = row.line});
    }
    Writer pages;
    write_grid(pages, rows, ScreenFields::primary(screen));
    write_grid(pages, rows, ScreenFields::alternate(screen));
    Writer state;
    ScreenFields::visit(Save{state}, screen);
    ScreenFields::write_rest(state, rows, screen);
    Writer parser;
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
    out.number(static_cast<std::uint64_t>(Section::End));
    Writer head;
    head.number(kVersion);
    return std::string(kMagic) + head.bytes() + out.bytes();
}

namespace {

/// False when the content does not fit.
bool read_section(Section tag, std::string_view content, const Parts& parts, RowReader& rows) {
    Reader in(content);
    switch (tag) {
    case Section::Size: {
        const auto height = static_cast<std::int32_t>(in.number(kMaxRowsOrCols));
        const auto width = static_cast<std::int32_t>(in.number(kMaxRowsOrCols));
        parts.screen.resize({Rows(height), Cols(width)});
        break;
    }
    case Section::Tables: return rows.read_tables(content);
    case Section::History: read_history(in, rows, ScreenFields::history(parts.screen)); break;
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
    case Section::End: break;
    }
    return !in.failed();
}

}  // namespace

Result<> read(std::string_view bytes, const Parts& parts) {
    if (!bytes.starts_with(kMagic)) {
        return fail(ErrorCode::Corrupt, "not a snapshot of a terminal");
    }
    Reader in(bytes.substr(kMagic.size()));
    if (const std::uint64_t version = in.number(UINT64_MAX); version != kVersion) {
        return fail(ErrorCode::VersionMismatch, "snapshot of format " + std::to_string(version) +
                                                    ", this program reads " +
                                                    std::to_string(kVersion));
    }
    RowReader rows(ScreenFields::tables(parts.screen));
    std::uint64_t last = 0;
    while (const std::uint64_t tag = in.number(UINT64_MAX)) {
        const std::string_view content = in.text(bytes.size());
        // Each section once, in order: the later ones rest on the earlier ones.
        const bool known = tag <= static_cast<std::uint64_t>(Section::Terminal);
        if (in.failed() || tag <= last ||
            (known && !read_section(static_cast<Section>(tag), content, parts, rows))) {
            return fail(ErrorCode::Corrupt, "a damaged snapshot of a terminal");
        }
        last = tag;
    }
    if (in.failed()) {
        return fail(ErrorCode::Corrupt, "a snapshot of a terminal that is cut off");
    }
    ScreenFields::settle(parts.screen);
    return {};
}

}  // namespace tessera::vt::snapshot
