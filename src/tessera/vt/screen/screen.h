#pragma once
// Screen: what a terminal remembers, and the verbs that change it. Positions are 0-based; the
// verbs take care of margins, origin, wrapping and wide characters. Knows no escape sequences:
// sequences/ maps those to verbs.
// Threads: one.

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/function_ref.h"
#include "tessera/base/geometry.h"
#include "tessera/unicode/unicode.h"
#include "tessera/vt/events.h"
#include "tessera/vt/graphics/layer.h"
#include "tessera/vt/modes.h"
#include "tessera/vt/screen/charset.h"
#include "tessera/vt/screen/grid.h"
#include "tessera/vt/screen/history.h"
#include "tessera/vt/screen/tables.h"

namespace tessera::vt {

struct Charsets {
    std::array<Charset, 4> g{};      // G0 to G3
    std::uint8_t gl = 0;
    std::uint8_t single_shift = 0;   // 2 or 3 for the next character only
    friend bool operator==(const Charsets&, const Charsets&) = default;
};

struct Cursor {
    int row = 0;
    int col = 0;
    bool wrap_pending = false;  // the last column was written; the next character wraps first
    Style pen;
    StyleId pen_id = 0;
    std::uint8_t protection = 0; // DECSCA as it was asked for: 0, 1, 2
    Charsets charsets;
    bool origin = false;        // used by DECSC only
};

/// The page margins, half-open.
struct Margins {
    int top = 0;
    int bottom = 0;
    int left = 0;
    int right = 0;
};

enum class EraseScope : std::uint8_t { ToEnd = 0, ToStart = 1, All = 2 };
enum class EraseKind : std::uint8_t { Everything, UnprotectedOnly };

class Screen {
public:
    Screen(Size size, HistoryLimits limits);

    // Text.
    void print_ascii(std::string_view run);
    void print(char32_t c);
    void print_run(std::span<const char32_t> run);  // as print, ASCII too
    void repeat_last(int count);
    /// What comes next begins a cluster of its own, unless it has no width: the cursor may be
    /// elsewhere. Source: UAX #29, GB4 and GB5.
    void end_cluster() {
        last_.row = -1;
        breaker_.reset();
    }
    /// A control came between: REP has nothing to repeat. Source: ECMA-48 8.3.103.
    void forget_last() {
        last_.character = 0;
        end_cluster();
    }

    // Cursor.
    void move_to(int row, int col);                 // CUP: origin and margins respected
    void move_by(int rows, int cols);               // CUU, CUD, CUF, CUB: stops at margins
    void move_on_page(int rows, int cols);          // HPR, VPR: margins do not stop it
    void set_col(int col);
    void set_row(int row);
    void carriage_return();
    void backspace();
    /// CUB: as many backspaces where lines wrap backwards.
    void move_left(int count);
    void index();                                   // IND, LF: down, scrolling at the bottom margin
    void reverse_index();                           // RI
    void back_index();                              // DECBI
    void forward_index();                           // DECFI
    void tab(int count);
    void back_tab(int count);
    void set_tab();
    void clear_tab();
    void clear_all_tabs();
    void reset_tabs();
    void save_cursor();
    void restore_cursor();

    // Editing.
    void erase_in_line(EraseScope scope, EraseKind kind);
    void erase_in_display(EraseScope scope, EraseKind kind);
    void erase_history();
    bool compact_history() { return history_.compact(1); }
    void erase_chars(int count);
    void insert_chars(int count);
    void delete_chars(int count);
    void insert_lines(int count);
    void delete_lines(int count);
    void scroll_up(int count);
    void scroll_down(int count);
    void scroll_left(int count);                    // SL; SR when negative
    void insert_columns(int count);
    void delete_columns(int count);
    void fill_with_e();                             // DECALN
    struct Box { int top, left, bottom, right; };   // 0-based, half-open
    void fill_box(Box box, char32_t c);
    void erase_box(Box box);                        // DECERA
    /// DECSERA: characters that DECSCA does not protect; attributes stay.
    void erase_box_characters(Box box);
    void copy_box(Box from, int to_row, int to_col);
    /// DECCARA, DECRARA: the box, or under DECSACE stream mode the text from its first corner to its last.
    void restyle_box(Box box, function_ref<Style(Style)> change);
    [[nodiscard]] Box clamp_box(Box box) const;

    void set_line_size(LineSize size);              // DECSWL, DECDWL, DECDHL

    // Images.
    [[nodiscard]] ImageLayer& images() { return layers_[modes.alternate_screen ? 1 : 0]; }
    [[nodiscard]] const ImageLayer& images() const { return layers_[modes.alternate_screen ? 1 : 0]; }
    /// Line of the page's first row, counted from the first line ever.
    [[nodiscard]] std::int64_t page_line() const;
    /// Gives a picture cells of its own from the cursor on, scrolling as text does.
    void put_cell_image(Placement placement);
    /// The cursor goes behind a picture that was put at it.
    void move_behind(int image_rows, int image_cols);
    /// What of images is on the rows() rows that begin `back` above the page, the lowest first.
    /// `virtual_ones` are those that show where placeholder characters stand (placeholder.h).
    [[nodiscard]] std::vector<ImagePart> image_parts(
        std::size_t back, std::span<const Placement> virtual_ones) const;

    // Page.
    void set_vertical_margins(int top, int bottom);
    void set_horizontal_margins(int left, int right);
    void reset_margins();
    enum class AlternateSwitch : std::uint8_t { Plain, Clear, SaveAndClear };  // 47, 1047, 1049
    void enter_alternate(AlternateSwitch how);
    void leave_alternate(AlternateSwitch how);
    void resize(Size size);
    void reset();                                   // RIS
    void soft_reset();                              // DECSTR

    // Style.
    void set_pen(const Style& pen);
    [[nodiscard]] const Style& pen() const { return cursor_.pen; }
    /// The pen's number stands for the pen; false only when the style table was full.
    [[nodiscard]] bool pen_is_interned() const {
        return cursor_.pen_id != 0 || cursor_.pen == Style{};
    }
    /// REQUIRES: a number in use. For the memo of SGR.
    void set_pen_id(StyleId id) {
        cursor_.pen = tables_.styles[id];
        cursor_.pen_id = id;
    }
    /// How often numbers of styles were taken back.
    [[nodiscard]] std::uint64_t style_sweeps() const { return sweeps_; }
    [[nodiscard]] LinkId link(std::string_view id, std::string_view uri);

    // Looking.
    [[nodiscard]] Size size() const { return grid().size(); }
    [[nodiscard]] const Grid& grid() const { return modes.alternate_screen ? alternate_ : primary_; }
    [[nodiscard]] Grid& grid() { return modes.alternate_screen ? alternate_ : primary_; }
    [[nodiscard]] const Cursor& cursor() const { return cursor_; }
    [[nodiscard]] Cursor& cursor() { return cursor_; }
    [[nodiscard]] const Margins& margins() const { return margins_; }
    [[nodiscard]] const History& history() const { return history_; }
    [[nodiscard]] const SideTables& tables() const { return tables_; }
    [[nodiscard]] int rows() const { return grid().rows(); }
    [[nodiscard]] int cols() const { return grid().cols(); }
    [[nodiscard]] std::vector<bool>& tabs() { return tabs_; }

    Modes modes;
    Modes saved_modes;                              // XTSAVE
    CursorShape cursor_shape = CursorShape::Default;
    std::uint8_t attribute_extent = 0;              // DECSACE as it was asked for: 0, 1, 2
    std::vector<std::uint8_t> kitty_stack;          // of the current screen

private:
    friend struct ScreenFields;                     // snapshot/: reads and writes the state
    [[nodiscard]] Cell blank();
    [[nodiscard]] StyleId intern(const Style& style);
    void sweep_tables();
    void sweep_links();
    void mark_used(std::vector<bool>& styles, std::vector<bool>& clusters) const;
    void wrap_now();
    [[nodiscard]] std::size_t print_plain(std::span<const char32_t> run);
    void put_cell(char32_t c, int width);
    void print_new(char32_t c);
    struct Joined {
        std::size_t characters = 0;
        bool widens = false;                        // the last of them asks for a second column
    };
    [[nodiscard]] Joined join_to(Cell& cell, std::span<const char32_t> run);
    [[nodiscard]] std::size_t join_known(std::span<const char32_t> run);
    bool join_cluster(char32_t c, const unicode::GraphemeBreaker& from);
    void widen_last();
    void wrap_widened();
    [[nodiscard]] char32_t translate(char32_t c);
    /// Where the cursor's part of the page ends.
    [[nodiscard]] int page_limit() const {
        return cursor_.col < margins_.right ? margins_.right : cols();
    }
    /// Where text of the cursor's row ends.
    [[nodiscard]] int right_limit() const { return right_limit(grid().info(cursor_.row)); }
    [[nodiscard]] int right_limit(const RowInfo& info) const {
        const int limit = page_limit();
        const int half = std::max(1, cols() / 2);
        return info.line == LineSize::Normal || cursor_.col >= half ? limit : std::min(limit, half);
    }
    /// Columns of a row: half of the page's on a double-width line.
    [[nodiscard]] int line_cols(int row) const {
        return grid().info(row).line == LineSize::Normal ? cols() : std::max(1, cols() / 2);
    }
    void stay_on_line();
    void move_rows(int top, int bottom, int count);
    [[nodiscard]] std::span<const Cell> row_above(int row) const;
    std::vector<ImageAnchor> add_placeholder_parts(std::span<const Placement> virtual_ones, int back,
                                              std::vector<ImagePart>& parts) const;
    void add_cell_parts(const Placement& placement, int back, std::vector<ImagePart>& parts) const;
    [[nodiscard]] bool in_margins() const;
    void scroll_region(int top, int bottom, int count);
    [[nodiscard]] EraseKind within_protection(EraseKind kind) const;
    void erase_cells(int row, int from, int to, EraseKind kind);
    void push_history(int row);
    struct JoinStep {                               // "cell content, next character" -> cluster
        std::uint32_t before = 0;
        char32_t c = 0;
        std::uint32_t cluster = 0;                  // 0: not remembered
        bool widens = false;
        bool is_known = false;                      // all there is to do is known:
        unicode::GraphemeBreaker from;              // when the breaker is so,
        unicode::GraphemeBreaker to;                // it will be so
    };
    [[nodiscard]] JoinStep* join_step(Cell cell, char32_t c);
    [[nodiscard]] JoinStep* learn_join(Cell cell, char32_t c, JoinStep& at);
    void reflow(Size size);
    void change_height(Size size);
    void resize_plain(Grid& grid, Size size, int cursor_row);

    Grid primary_;
    Grid alternate_;
    History history_;
    SideTables tables_;
    Cursor cursor_;
    Cursor saved_[2];                               // primary, alternate
    ImageLayer layers_[2];
    std::vector<std::uint8_t> other_kitty_stack_;
    Margins margins_;
    std::vector<bool> tabs_;
    unicode::GraphemeBreaker breaker_;
    struct Last {                                   // where the last character went
        int row = -1;
        int col = 0;
        char32_t character = 0;
    } last_;
    std::vector<JoinStep> joins_;                   // a cache, by hash; empty until the first join
    std::uint64_t sweeps_ = 0;
    std::uint64_t sweep_debt_ = 0;                  // see sweep_tables
};

}  // namespace tessera::vt
