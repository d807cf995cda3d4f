#pragma once
// A plugin, and how the host finds it:
//
//   class Clock final : public tessera::sdk::Plugin { ... };
//   TESSERA_REGISTER_PLUGIN(Clock)
//
// One instance lives as long as its pane, one per client that sees it. Everything is called on one
// thread, one call at a time. Source: Zellij 0.45, zellij-tile ZellijPlugin and ZellijWorker.

#include <map>
#include <string>
#include <string_view>

#include "tessera/sdk/event.h"
#include "tessera/sdk/io.h"
#include "tessera/sdk/shim.h"

namespace tessera::sdk {

using Configuration = std::map<std::string, std::string>;

class Plugin {
public:
    virtual ~Plugin() = default;
    /// Once, first: the place for subscribe() and request_permission(). `configuration` is what the
    /// layout or key binding gave.
    virtual void load([[maybe_unused]] const Configuration& configuration) {}
    /// An event that was subscribed to. True: please render.
    virtual bool update([[maybe_unused]] const Event& event) { return false; }
    /// A message from the command line, a key binding or another plugin. True: please render.
    virtual bool pipe([[maybe_unused]] const PipeMessage& message) { return false; }
    /// Draws with print() and the components of ui.h; the pane is empty before. Stay within `rows`
    /// x `cols` cells: longer lines wrap, and text past the last row scrolls.
    virtual void render([[maybe_unused]] int rows, [[maybe_unused]] int cols) {}
};

/// Works beside the plugin, in an instance of its own: no shared memory, its state stays between
/// messages. Answers with post_message_to_plugin().
class Worker {
public:
    virtual ~Worker() = default;
    virtual void on_message([[maybe_unused]] const std::string& name,
                            [[maybe_unused]] const std::string& payload) {}
};

/// The plugin of this module; defined by TESSERA_REGISTER_PLUGIN.
[[nodiscard]] Plugin& registered_plugin();
/// What a worker's export does.
void run_worker(Worker& worker);

}  // namespace tessera::sdk

/// Once per module, outside of every namespace.
#define TESSERA_REGISTER_PLUGIN(Type)                             \
    ::tessera::sdk::Plugin& ::tessera::sdk::registered_plugin() { \
        static Type instance;                                     \
        return instance;                                          \
    }

/// Once per worker, outside of every namespace. Type is its class, name is what post_message_to()
/// calls it: TESSERA_REGISTER_WORKER(Searcher, search) is reached as "search".
#define TESSERA_REGISTER_WORKER(Type, name)                                   \
    extern "C" [[clang::export_name(#name "_worker")]] void name##_worker() { \
        static Type instance;                                                 \
        ::tessera::sdk::run_worker(instance);                                 \
    }
