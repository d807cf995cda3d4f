#include <algorithm>
#include <array>

#include "tessera/kdl/kdl.h"

namespace tessera::kdl {

std::string_view Value::kind() const {
    constexpr std::array<std::string_view, 5> kKinds = {"null", "true or false", "a whole number",
                                                        "a number", "a string"};
    return kKinds[data.index()];
}

const Value* Node::arg(std::size_t index) const {
    return index < args.size() ? &args[index] : nullptr;
}

const Value* Node::prop(std::string_view prop_name) const {
    const auto it =
        std::ranges::find_if(props, [&](const auto& p) { return p.first == prop_name; });
    return it == props.end() ? nullptr : &it->second;
}

const Node* Node::child(std::string_view child_name) const {
    const auto it = std::ranges::find(children, child_name, &Node::name);
    return it == children.end() ? nullptr : &*it;
}

bool Node::operator==(const Node& o) const {
    return name == o.name && type == o.type && args == o.args && props == o.props &&
           children == o.children && has_children_block == o.has_children_block;
}

}  // namespace tessera::kdl
