#pragma once
// PathService: does for guests, on the thread pool, what they ask of paths: each instance below its
// own folders only, one request of an instance after another. Knows no guests and no sockets.
// Threads: the loop's.

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "session/plugin_host.wire.h"
#include "tessera/base/unique_fd.h"
#include "tessera/io/loop.h"
#include "tessera/paths/local_path_ops.h"
#include "tessera/server/plugins/types.h"

namespace tessera::server {

/// Unanswered requests of one instance. A guest's thread has one at most, and the plugin-host gives
/// all workers together 256 threads: more is no plugin-host of ours.
inline constexpr std::size_t kPathRequestsMax = 300;

struct GuestFolder {
    std::string guest_path;           // "/host"
    std::filesystem::path host_path;  // absolute
    enum class Missing : std::uint8_t { LeaveOut, Create } missing = Missing::LeaveOut;
};

class PathService {
public:
    using Folders = std::vector<session::plugin_host::Folder>;
    using Reply = std::function<void(LifeId, session::plugin_host::PathReply, UniqueFd)>;

    PathService(io::Loop& loop, Reply reply) : loop_(loop), reply_(std::move(reply)) {}
    /// As close() of every life, with nothing removed.
    ~PathService();
    PathService(const PathService&) = delete;
    PathService& operator=(const PathService&) = delete;

    /// Opens what there is of `folders` and grants it to `life`.
    void grant(LifeId life, std::vector<GuestFolder> folders, std::function<void(Folders)> done);
    /// Another folder in the place of /host. `done` gets no folders if there is no such one.
    void change_host(LifeId life, std::filesystem::path folder, std::function<void(Folders)> done);
    /// A request of the plugin-host; answered through Reply. False: no plugin-host of ours would
    /// send that (unknown operation, too many); nothing was done.
    [[nodiscard]] bool request(LifeId life, session::plugin_host::PathRequest request);
    /// Other work below the folders of `life`. `folder` is that of /host; 0 if there is none.
    void run(LifeId life, std::function<void(paths::LocalPathOps&, paths::FolderId)> job,
             std::function<void()> done);
    /// Nothing is answered to `life` any more. `remove` is deleted with all that is in it; empty:
    /// nothing.
    void close(LifeId life, std::filesystem::path remove);

private:
    struct Job {
        std::function<void()> work;
        std::function<void()> done;
    };
    struct Set {
        paths::LocalPathOps ops;   // used by the running job only
        Folders folders;           // likewise
        paths::FolderId old_host;  // likewise; open until the next change, for the call that asked
        std::deque<Job> jobs;
        bool busy = false;
        bool closed = false;
        std::size_t requests = 0;
        std::filesystem::path remove;
    };
    using Shared = std::shared_ptr<Set>;  // with the job that runs

    void enqueue(const Shared& set, Job job);
    static void next(io::Loop& loop, const Shared& set);

    io::Loop& loop_;
    Reply reply_;
    std::map<LifeId, Shared> sets_;
};

}  // namespace tessera::server
