#include "tessera/vt/terminal.h"

#include <algorithm>
#include <utility>

#include "tessera/unicode/utf8.h"
#include "tessera/vt/graphics/placeholder.h"
#include "tessera/vt/parser/parser.h"
#include "tessera/vt/screen/screen.h"
#include "tessera/vt/sequences/context.h"
#include "tessera/vt/sequences/sgr_memo.h"
#include "tessera/vt/snapshot/pictures.h"
#include "tessera/vt/snapshot/snapshot.h"

namespace tessera::vt {

namespace {
const Sequence kNoParameters{};

/// No cell is larger than a picture may be.
Size clamp_cell(Size pixels) {
    return {Rows(std::clamp(pixels.rows.value, 1, kMaxImageSide)),
            Cols(std::clamp(pixels.cols.value, 1, kMaxImageSide))};
}
}  // namespace

struct Terminal::Impl final : ParserSink {
    Impl(Size size, const TerminalOptions& options)
        : screen(size, options.history),
          graphics(options.image_budget ? options.image_budget
                                        : std::make_shared<ImageBudget>(kMaxImageStoreBytes)),
          cell_pixels(clamp_cell(options.cell_pixels)),
          host_colors(options.host_colors),
          offers(options.offers) {}

    snapshot::Parts parts() {
        return {parser,  screen,   replies, title, title_stack,
                palette, graphics, notifications};
    }

    void print_ascii(std::string_view run) override { screen.print_ascii(run); }
    void print(char32_t c) override { screen.print(c); }
    void print_run(std::span<const char32_t> run) override { screen.print_run(run); }

    void execute(std::uint8_t control) override {
        screen.forget_last();
        if (const Handler handler = find_control(control)) {
            handler(context, kNoParameters);
        }
    }

    void esc(SequenceId id) override {
        screen.forget_last();
        if (const Handler handler = find_esc(id)) {
            handler(context, kNoParameters);
        }
    }

    void csi(const Sequence& sequence) override {
        if (sequence.id != sequence_id("b") && sequence.id != sequence_id("m")) {
            screen.forget_last();
        }
        if (const Handler handler = find_csi(sequence.id)) {
            handler(context, sequence);
            sgr_memo.learn(screen);
        }
    }

    bool known_sgr(const std::uint8_t* head, std::size_t size) override {
        return sgr_memo.apply(screen, head, size);
    }

    void osc(std::string_view text, StringEnd end) override {
        screen.forget_last();
        handle_osc(context, text, end);
    }

    void dcs(const Sequence& start, std::string_view text) override {
        screen.forget_last();
        if (painter && start.id == sequence_id("z")) {
            paint_component(text);
            return;
        }
        handle_dcs(context, start, text);
    }

    void apc(std::string_view text) override {
        screen.forget_last();
        handle_apc(context, text);
    }
    void overlong_apc(std::string_view head) override {
        screen.forget_last();
        if (head.starts_with('G')) {
            context.reply(graphics.kitty.refuse(head.substr(1)));
        }
    }

    /// By a parser of its own: the outer one stands in the middle of its input.
    void paint_component(std::string_view body) {
        if (painting) {
            return;
        }
        painting = true;
        const std::string bytes = painter(body);
        Parser inner;
        inner.feed(std::as_bytes(std::span(bytes)), *this);
        painting = false;
    }

    Parser parser;
    Screen screen;
    Graphics graphics;
    Size cell_pixels;
    HostColors host_colors;
    Offers offers;
    std::string replies;
    std::vector<Event> events;
    PendingNotifications notifications;
    std::string title;
    std::vector<std::string> title_stack;
    Palette palette;
    ComponentPainter painter;
    bool painting = false;
    SgrMemo sgr_memo;
    Context context{screen,  replies,  events,      title,      title_stack,
                    palette, graphics, cell_pixels, host_colors, offers,
                    notifications};
};

Terminal::Terminal(Size size, TerminalOptions options)
    : impl_(std::make_unique<Impl>(size, options)) {}
Terminal::~Terminal() = default;
Terminal::Terminal(Terminal&&) noexcept = default;
Terminal& Terminal::operator=(Terminal&&) noexcept = default;

void Terminal::feed(std::span<const std::byte> bytes) {
    impl_->parser.feed(bytes, *impl_);
}
void Terminal::set_component_painter(ComponentPainter painter) {
    impl_->painter = std::move(painter);
}
void Terminal::resize(Size size) {
    const Size before = impl_->screen.size();
    impl_->screen.resize(size);
    if (impl_->screen.modes.in_band_resize && impl_->screen.size() != before) {
        in_band_size_report(impl_->context);
    }
}
void Terminal::set_cell_pixels(Size pixels) {
    if (pixels.rows.value < 1 || pixels.cols.value < 1) {
        return;
    }
    const Size before = std::exchange(impl_->cell_pixels, clamp_cell(pixels));
    if (impl_->screen.modes.in_band_resize && impl_->cell_pixels != before) {
        in_band_size_report(impl_->context);
    }
}
void Terminal::end_update() {
    impl_->screen.modes.synchronized_output = false;
}
void Terminal::set_host_colors(const HostColors& colors) {
    const bool is_other = colors.scheme && colors.scheme != impl_->host_colors.scheme;
    impl_->host_colors = colors;
    if (is_other && impl_->screen.modes.color_scheme_updates) {
        report_color_scheme(impl_->context);
    }
}
std::string Terminal::take_replies() {
    return std::exchange(impl_->replies, {});
}
std::vector<Event> Terminal::take_events() {
    return std::exchange(impl_->events, {});
}

std::string Terminal::snapshot(SnapshotScope scope) const {
    return snapshot::write(impl_->parts(), scope);
}
Result<Terminal> Terminal::restore(std::string_view bytes, TerminalOptions options,
                                   std::span<const std::string> pages,
                                   std::span<const std::string> images) {
    Terminal terminal({Rows(1), Cols(1)}, options);
    TESSERA_TRY(snapshot::read(bytes, pages, images, terminal.impl_->parts()));
    return terminal;
}
std::vector<HistoryPage> Terminal::history_pages() const {
    return impl_->screen.history().full_pages();
}
std::string Terminal::snapshot_page(const HistoryPage& page) const {
    return snapshot::write_page(impl_->screen, page);
}
std::vector<ImageNumber> Terminal::images_to_save() const {
    return snapshot::saved_images(impl_->screen, impl_->graphics);
}
std::string Terminal::snapshot_image(ImageNumber number) const {
    return snapshot::write_image(impl_->graphics.store, number);
}

Size Terminal::size() const {
    return impl_->screen.size();
}
Point Terminal::cursor() const {
    return {Row(impl_->screen.cursor().row), Col(impl_->screen.cursor().col)};
}
CursorShape Terminal::cursor_shape() const {
    return impl_->screen.cursor_shape;
}
const Modes& Terminal::modes() const {
    return impl_->screen.modes;
}
const Palette& Terminal::palette() const {
    return impl_->palette;
}
const std::string& Terminal::title() const {
    return impl_->title;
}
std::span<const Cell> Terminal::row(Row row) const {
    return impl_->screen.grid().row(row.value);
}
bool Terminal::is_wrapped(Row row) const {
    return impl_->screen.grid().info(row.value).wrapped;
}
std::size_t Terminal::history_size() const {
    return impl_->screen.history().size();
}
std::uint64_t Terminal::history_dropped() const {
    return impl_->screen.history().dropped();
}
HistoryRow Terminal::history_row(std::size_t index) const {
    return impl_->screen.history().row(index);
}
const Style& Terminal::style(StyleId id) const {
    return impl_->screen.tables().styles[id];
}
const std::string& Terminal::link_uri(LinkId id) const {
    return impl_->screen.tables().links[id].uri;
}
bool Terminal::compact_history() {
    return impl_->screen.compact_history();
}
bool Terminal::is_dirty(Row row) const {
    return impl_->screen.grid().is_dirty(row.value);
}
std::uint64_t Terminal::row_version(Row row) const {
    return impl_->screen.grid().version(row.value);
}
const std::shared_ptr<const int>& Terminal::page_identity() const {
    return impl_->screen.grid().identity();
}
void Terminal::clear_damage() {
    impl_->screen.grid().clear_damage();
}
LineSize Terminal::line_size(Row row) const {
    return impl_->screen.grid().info(row.value).line;
}
std::vector<ImagePart> Terminal::image_parts(std::size_t back) const {
    return impl_->screen.image_parts(back, impl_->graphics.kitty.virtual_placements());
}
SharedPixels Terminal::image(ImageNumber number) const {
    return impl_->graphics.store.find(number);
}
const Screen& Terminal::screen() const {
    return impl_->screen;
}

void Terminal::append_text(Cell cell, std::string& out) const {
    if (cell.is_cluster()) {
        const std::u32string& text = impl_->screen.tables().clusters[cell.cluster_index()];
        if (text.starts_with(kPlaceholder)) {
            out += ' ';
            return;
        }
        for (const char32_t c : text) {
            unicode::append_utf8(out, c);
        }
    } else if (cell.kind() == CellKind::WideTail) {
        return;
    } else {
        const bool is_blank = cell.is_empty() || cell.code_point() == kPlaceholder;
        unicode::append_utf8(out, is_blank ? U' ' : cell.code_point());
    }
}

std::string Terminal::row_text(Row at) const {
    std::string text;
    for (const Cell cell : row(at)) {
        append_text(cell, text);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
}

}  // namespace tessera::vt
