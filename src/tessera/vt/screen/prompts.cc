// Terminal: from one shell prompt to the next, and what a command wrote. The shell says where by
// OSC 133. Source: FinalTerm, iTerm2 "Shell Integration".

#include "tessera/vt/screen/screen.h"
#include "tessera/vt/terminal.h"

namespace tessera::vt {

namespace {

/// Marks of all lines, by their number.
class Marks {
public:
    explicit Marks(const Screen& screen)
        : history_(screen.history()),
          // A page without history of its own shows no prompts of the other one.
          grid_(screen.grid()),
          first_(history_.dropped()),
          page_(first_ + history_.size()) {}

    [[nodiscard]] RowMark at(std::uint64_t line) const {
        return line < page_ ? history_.info(line - first_).mark
                            : grid_.info(static_cast<int>(line - page_)).mark;
    }
    [[nodiscard]] std::uint64_t begin() const { return first_; }
    [[nodiscard]] std::uint64_t end() const {
        return page_ + static_cast<std::uint64_t>(grid_.rows());
    }

private:
    const History& history_;
    const Grid& grid_;
    std::uint64_t first_;
    std::uint64_t page_;
};

}  // namespace

std::optional<std::uint64_t> Terminal::prompt_above(std::uint64_t line) const {
    const Marks marks(screen());
    for (std::uint64_t at = std::min(line, marks.end()); at > marks.begin(); --at) {
        if (marks.at(at - 1) == RowMark::Prompt) {
            return at - 1;
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> Terminal::prompt_below(std::uint64_t line) const {
    const Marks marks(screen());
    for (std::uint64_t at = std::max(line + 1, marks.begin()); at < marks.end(); ++at) {
        if (marks.at(at) == RowMark::Prompt) {
            return at;
        }
    }
    return std::nullopt;
}

std::optional<Terminal::LineRange> Terminal::command_output(std::uint64_t line) const {
    const std::optional<std::uint64_t> prompt = prompt_above(line + 1);
    if (!prompt) {
        return std::nullopt;
    }
    const Marks marks(screen());
    const std::uint64_t end = prompt_below(*prompt).value_or(marks.end());
    for (std::uint64_t at = *prompt; at < end; ++at) {
        if (marks.at(at) == RowMark::Output) {
            return LineRange{at, end};
        }
    }
    return std::nullopt;
}

}  // namespace tessera::vt
