#pragma once
// pane_template, tab_template and their uses: a use becomes a plain node. Internal to this
// directory. Threads: one layout file.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/config/reader.h"

namespace tessera::config {

inline constexpr std::size_t kMaxTemplates = 256;
// Nodes copied while templates are applied to each other; they can multiply.
inline constexpr std::size_t kMaxExpandedNodes = 50'000;

enum class TemplateKind : std::uint8_t { Pane, Tab };

class LayoutTemplates {
public:
    explicit LayoutTemplates(Reader& reader) : reader_(reader) {}

    /// Takes every `pane_template` and `tab_template` of `nodes`; wrong ones are reported.
    void collect(const std::vector<kdl::Node>& nodes);

    [[nodiscard]] const kdl::Node* find(TemplateKind kind, std::string_view name) const;

    /// `pane`, `children` or a pane template: a node that takes room.
    [[nodiscard]] bool is_pane_like(std::string_view name) const;

    /// The use of a template as one node: what the use says wins over what the template says, and
    /// the panes of the use stand where the template has `children`. Nothing (reported) when there
    /// is no such place or too much has been expanded.
    [[nodiscard]] std::optional<kdl::Node> apply(const kdl::Node& pattern, const kdl::Node& use);

    /// Everything that can be used as a node, for suggestions.
    [[nodiscard]] std::vector<std::string_view> names(TemplateKind kind) const;

private:
    void collect_one(const kdl::Node& node, TemplateKind kind);
    void drop_cycles();
    [[nodiscard]] bool reaches(std::string_view name, const kdl::Node& from) const;
    [[nodiscard]] bool put_children(std::vector<kdl::Node>& nodes, const kdl::Node& content) const;

    Reader& reader_;
    std::map<std::string, const kdl::Node*, std::less<>> panes_;
    std::map<std::string, const kdl::Node*, std::less<>> tabs_;
    std::size_t expanded_ = 0;
};

}  // namespace tessera::config
