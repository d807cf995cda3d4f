#include "tessera/server/plugins/modules.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace tessera::server {

namespace fs = std::filesystem;

namespace {

/// Wall time; the compile role has its own limit of processor time, 120 s.
constexpr std::chrono::milliseconds kCompileTimeMax{300'000};
constexpr std::size_t kSentenceMax = 2000;

/// For one who wants it. Errors: when no more files can be open.
Result<ModuleCode> code_of(const UniqueFd& code, const fs::path& path, const std::string& digest) {
    UniqueFd copy = duplicate(code);
    if (!copy) {
        return fail_errno(fmt::format("the machine code of {} cannot be opened", path.string()),
                          errno);
    }
    return ModuleCode{.code = std::move(copy), .path = path, .digest = digest};
}

}  // namespace

struct Modules::Known {
    FileIdentity identity;
    std::string digest;
    UniqueFd code;
};

struct Modules::Fetch {
    std::string name;
    std::vector<fs::path> candidates;
    Fresh fresh = Fresh::No;
    std::vector<Request> requests;
    std::vector<Request> afterwards;  // want what the file is now, and it may have been read
    void tell(const std::string& progress) const {
        for (const Request& request : requests) {
            if (request.progress) {
                request.progress(progress);
            }
        }
    }
};

struct Modules::ReadJob {
    // in
    std::shared_ptr<const code_store::CodeStore> cache;
    std::map<fs::path, std::shared_ptr<const Known>> known;
    std::string engine;
    // out
    Result<ReadModule> module = fail(ErrorCode::Unknown, "");
    std::shared_ptr<const Known> unchanged;
    code_store::CodeKey key;
    std::optional<UniqueFd> cached;
};

struct Modules::Compile {
    code_store::CodeKey key;
    ReadModule module;
    std::vector<std::shared_ptr<Fetch>> fetches;
    UniqueFd output;
    UniqueFd error;  // a file
    std::unique_ptr<Child> child;
    std::unique_ptr<io::Watch> deadline;
    bool late = false;
    // of the job that stores it
    std::shared_ptr<const code_store::CodeStore> cache;
    UniqueFd code;
    std::string cache_problem;
};

Modules::Modules(io::Loop& loop, Options options)
    : loop_(loop), options_(std::move(options)), self_(std::make_shared<Modules*>(this)) {}

Modules::~Modules() {
    *self_ = nullptr;
}

void Modules::work(std::function<void()> job, std::function<void()> then) {
    loop_.work(std::move(job), [self = self_, then = std::move(then)] {
        if (*self != nullptr) {
            then();
        }
    });
}

void Modules::notice_once(std::string sentence) {
    if (!noticed_ && options_.notice) {
        noticed_ = true;
        options_.notice(std::move(sentence));
    }
}

void Modules::get(Request request) {
    std::string name;
    for (const fs::path& candidate : request.candidates) {
        name += candidate.native() + '\0';
    }
    auto& fetch = fetches_[name];
    if (fetch) {
        auto& with = request.fresh == Fresh::Yes ? fetch->afterwards : fetch->requests;
        with.push_back(std::move(request));
        return;
    }
    fetch = std::make_shared<Fetch>();
    fetch->name = name;
    fetch->candidates = request.candidates;
    fetch->fresh = request.fresh;
    fetch->requests.push_back(std::move(request));
    if (ready_ == Ready::Yes) {
        read(fetch);
    } else if (ready_ == Ready::No) {
        prepare();
    }
}

// ------------------------------------------------------------------------------------------------
// once: which engine, where the cache is

void Modules::prepare() {
    ready_ = Ready::Preparing;
    engine_output_ = UniqueFd(::memfd_create("engine", MFD_CLOEXEC));
    auto child = Child::start(
        loop_, {.program = options_.program,
                .arguments = {"engine", "--compiler", options_.compiler},
                .environment = child_environment(),
                .directory = "/",
                .input = {},
                .output = duplicate(engine_output_),
                .error = {},
                .extra = {},
                .ended = [this](ChildStatus status) {
                    engine_ = status.is_success() ? contents(engine_output_.get(), kSentenceMax)
                                                  : std::string();
                    if (engine_.empty()) {
                        engine_problem_ =
                            "tessera-plugin-host does not start: " + status.to_string();
                    }
                    prepared();
                }});
    if (child) {
        engine_child_ = std::move(*child);
    } else {
        engine_problem_ = child.error().to_string();
    }
    auto opened = std::make_shared<Result<code_store::CodeStore>>(
        fail(ErrorCode::NotFound, "there is no folder for a cache"));
    work(
        [opened, folder = options_.code_cache] {
            if (!folder.empty()) {
                *opened = code_store::CodeStore::open(folder);
            }
        },
        [this, opened] {
            if (*opened) {
                cache_ = std::make_shared<const code_store::CodeStore>(std::move(**opened));
            } else {
                notice_once("plugins are compiled at each start: " + opened->error().to_string());
            }
            ready_ = Ready::Yes;
            prepared();
        });
}

void Modules::prepared() {
    if (ready_ != Ready::Yes || (engine_.empty() && engine_problem_.empty())) {
        return;
    }
    const auto fetches = fetches_;
    for (const auto& [name, fetch] : fetches) {
        read(fetch);
    }
}

// ------------------------------------------------------------------------------------------------
// each module

void Modules::read(const std::shared_ptr<Fetch>& fetch) {
    if (engine_.empty()) {
        if (!engine_problem_.empty()) {
            finish(fetch, fail(ErrorCode::Unavailable, engine_problem_));
        }
        return;  // prepared() comes back
    }
    auto job = std::make_shared<ReadJob>();
    job->cache = cache_;
    job->engine = engine_;
    if (fetch->fresh == Fresh::No) {
        for (const fs::path& candidate : fetch->candidates) {
            if (const auto it = known_.find(candidate); it != known_.end()) {
                job->known.insert(*it);
            }
        }
    }
    work(
        [fetch, job] {
            auto file = open_module(fetch->candidates);
            if (!file) {
                job->module = std::unexpected(file.error());
                return;
            }
            const auto known = job->known.find(file->path);
            if (known != job->known.end() && known->second->identity == file->identity) {
                job->unchanged = known->second;
                job->module = ReadModule{.path = file->path};
                return;
            }
            job->module = read_module(std::move(*file), kModuleBytesMax);
            if (job->module) {
                job->key = code_store::code_key(job->module->wasm, job->engine);
                if (job->cache) {
                    job->cached = job->cache->find(job->key);
                }
            }
        },
        [this, fetch, job] { was_read(fetch, *job); });
}

void Modules::was_read(const std::shared_ptr<Fetch>& fetch, ReadJob& job) {
    if (!job.module) {
        finish(fetch, std::unexpected(job.module.error()));
        return;
    }
    ReadModule& module = *job.module;
    if (job.unchanged) {
        finish(fetch, code_of(job.unchanged->code, module.path, job.unchanged->digest));
        return;
    }
    if (job.cached) {
        log_counters();
        remember(module, *job.cached);
        finish(fetch,
               ModuleCode{
                   .code = std::move(*job.cached), .path = module.path, .digest = module.digest});
        return;
    }
    const auto same = [&](const std::shared_ptr<Compile>& c) { return c->key == job.key; };
    if (const auto it = std::ranges::find_if(running_, same); it != running_.end()) {
        (*it)->fetches.push_back(fetch);
        return;
    }
    if (const auto it = std::ranges::find_if(waiting_, same); it != waiting_.end()) {
        (*it)->fetches.push_back(fetch);
        return;
    }
    auto compile = std::make_shared<Compile>();
    compile->key = job.key;
    compile->module = std::move(module);
    compile->cache = cache_;
    compile->fetches.push_back(fetch);
    waiting_.push_back(std::move(compile));
    start_compiles();
}

void Modules::remember(const ReadModule& module, const UniqueFd& code) {
    auto known = std::make_shared<Known>();
    known->identity = module.identity;
    known->digest = module.digest;
    known->code = duplicate(code);
    if (!known->code) {
        return;  // it is read again
    }
    if (known_.size() >= kModulesKeptMax) {
        known_.erase(known_.begin());
    }
    known_[module.path] = std::move(known);
}

void Modules::start_compiles() {
    while (!waiting_.empty() && running_.size() < kCompilersMax) {
        const std::shared_ptr<Compile> compile = waiting_.front();  // running_ may lose it at once
        waiting_.pop_front();
        running_.push_back(compile);
        run(compile);
    }
}

void Modules::run(const std::shared_ptr<Compile>& compile) {
    const double megabytes = static_cast<double>(compile->module.wasm.size()) / 1e6;
    for (const auto& fetch : compile->fetches) {
        fetch->tell(fmt::format("compiling {:.1f} MB", megabytes));
    }
    auto child = start_compiler(compile);
    compile->module.wasm = {};
    if (!child) {
        std::erase(running_, compile);
        for (const auto& fetch : compile->fetches) {
            finish(fetch, std::unexpected(child.error()));
        }
        start_compiles();
        return;
    }
    compile->child = std::move(*child);
    compile->deadline =
        loop_.timer(kCompileTimeMax, io::Loop::Repeat::No, [weak = std::weak_ptr(compile)] {
            if (const auto c = weak.lock()) {
                c->late = true;
                c->child->kill();
            }
        });
}

Result<std::unique_ptr<Child>> Modules::start_compiler(const std::shared_ptr<Compile>& compile) {
    compile->output = UniqueFd(::memfd_create("code", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    compile->error = UniqueFd(::memfd_create("error", MFD_CLOEXEC));
    UniqueFd input = file_of(compile->module.wasm);
    UniqueFd output = duplicate(compile->output);
    UniqueFd error = duplicate(compile->error);
    if (!input || !output || !error) {
        return fail(ErrorCode::LimitExceeded,
                    fmt::format("{} cannot be compiled: no file in memory can be opened",
                                compile->module.path.string()));
    }
    ++compiled_;
    return Child::start(loop_, {.program = options_.program,
                                .arguments = {"compile", "--compiler", options_.compiler},
                                .environment = child_environment(),
                                .directory = "/",
                                .input = std::move(input),
                                .output = std::move(output),
                                .error = std::move(error),
                                .extra = {},
                                .ended = [this, weak = std::weak_ptr(compile)](ChildStatus status) {
                                    if (const auto c = weak.lock()) {
                                        ended(c, status);
                                    }
                                }});
}

void Modules::ended(const std::shared_ptr<Compile>& compile, ChildStatus status) {
    compile->deadline.reset();
    if (status.is_success()) {
        store(compile);
        return;
    }
    std::string sentence = contents(compile->error.get(), kSentenceMax);
    if (status.code != 1 || sentence.empty()) {
        sentence = compile->late ? "compiling took longer than 5 minutes"
                                 : "the compiler ended with " + status.to_string() +
                                       ", most likely at a limit of time or memory";
    }
    std::erase(running_, compile);
    for (const auto& fetch : compile->fetches) {
        finish(fetch, fail(ErrorCode::InvalidArgument,
                           fmt::format("{} cannot be compiled: {}", compile->module.path.string(),
                                       sentence)));
    }
    start_compiles();
}

void Modules::log_counters() const {
    if (options_.log && cache_) {
        const code_store::Counters c = cache_->counters();
        options_.log(fmt::format("code cache: {} hits, {} misses, {} refused, {} stored", c.hits,
                                 c.misses, c.refused, c.stored));
    }
}

void Modules::store(const std::shared_ptr<Compile>& compile) {
    work(
        [compile] {
            auto kept = compile->cache
                            ? keep_code(*compile->cache, compile->key, compile->output.get())
                            : Result<UniqueFd>(fail(ErrorCode::NotFound, ""));
            if (kept) {
                compile->code = std::move(*kept);
            } else {
                compile->cache_problem = kept.error().message;
                compile->code = sealed(compile->output);
            }
        },
        [this, compile] {
            if (!compile->cache_problem.empty()) {
                notice_once("plugins are compiled at each start: " + compile->cache_problem);
            }
            log_counters();
            const ReadModule& module = compile->module;
            remember(module, compile->code);
            std::erase(running_, compile);
            for (const auto& fetch : compile->fetches) {
                finish(fetch, code_of(compile->code, module.path, module.digest));
            }
            start_compiles();
        });
}

void Modules::finish(const std::shared_ptr<Fetch>& which, Result<ModuleCode> outcome) {
    const std::shared_ptr<Fetch> fetch = which;  // it may be the one that is erased here
    fetches_.erase(fetch->name);
    const std::vector<Request> requests = std::move(fetch->requests);
    if (!fetch->afterwards.empty()) {
        auto next = std::make_shared<Fetch>();
        next->name = fetch->name;
        next->candidates = fetch->candidates;
        next->fresh = Fresh::Yes;
        next->requests = std::move(fetch->afterwards);
        fetches_[next->name] = next;
        read(next);
    }
    for (const Request& request : requests) {
        request.done(outcome ? code_of(outcome->code, outcome->path, outcome->digest)
                             : std::unexpected(outcome.error()));
    }
}

}  // namespace tessera::server
