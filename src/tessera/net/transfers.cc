#include "tessera/net/transfers.h"

#include <curl/curl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "tessera/base/handle.h"
#include "tessera/base/utf8.h"

namespace tessera::net {

namespace pb = session::net;

namespace {

/// A download says how far it is so often; a person reads it.
constexpr std::chrono::milliseconds kProgressEvery{100};
constexpr std::string_view kNameBytes =
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

using Easy = Handle<CURL, curl_easy_cleanup>;
using HeaderList = Handle<curl_slist, curl_slist_free_all>;

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

const char* method_name(pb::Method method) {
    switch (method) {
    case pb::Method::Post: return "POST";
    case pb::Method::Put: return "PUT";
    case pb::Method::Delete: return "DELETE";
    default: return "GET";
    }
}

bool is_web(std::string_view url) {
    return url.starts_with("http://") || url.starts_with("https://");
}

/// One request at work. At a fixed address: libcurl has it.
struct Transfer {
    pb::Request request;
    UniqueFd file;
    std::uint64_t bytes_max = 0;
    Easy easy;
    HeaderList headers;
    pb::Response response;
    std::size_t header_bytes = 0;
    std::uint64_t received = 0;
    std::chrono::steady_clock::time_point told{};
    std::string problem;  // why we stopped it ourselves
    char error[CURL_ERROR_SIZE] = {};
    const std::function<void(pb::FromNet)>* tell = nullptr;

    void take_header(std::string_view line) {
        if (line.starts_with("HTTP/")) {  // of the next answer, after a redirect
            response.headers.clear();
            header_bytes = 0;
            return;
        }
        const std::size_t colon = line.find(':');
        header_bytes += line.size();
        if (colon == std::string_view::npos || header_bytes > kHeaderBytesMax) {
            return;
        }
        pb::Header& header = response.headers.emplace_back();
        header.name = to_utf8(std::string(trimmed(line.substr(0, colon))));
        std::ranges::transform(header.name, header.name.begin(), lower);  // as in HTTP/2
        header.value = to_utf8(std::string(trimmed(line.substr(colon + 1))));
    }

    /// False: no memory.
    [[nodiscard]] bool add_header(const std::string& line) {
        curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
        if (longer != nullptr) {
            (void)headers.release();
            headers.reset(longer);
        }
        return longer != nullptr;
    }

    bool take_body(std::string_view part) {
        received += part.size();
        if (received > bytes_max) {
            problem = "the answer is longer than " + std::to_string(bytes_max) + " bytes";
            return false;
        }
        if (!file) {
            response.body += part;
            return true;
        }
        while (!part.empty()) {
            const ssize_t n = ::write(file.get(), part.data(), part.size());
            if (n < 0 && errno != EINTR) {
                problem = std::string("writing what came: ") + std::strerror(errno);
                return false;
            }
            part.remove_prefix(n < 0 ? 0 : static_cast<std::size_t>(n));
        }
        tell_progress();
        return true;
    }

    void tell_progress() {
        const auto now = std::chrono::steady_clock::now();
        if (now - told < kProgressEvery) {
            return;
        }
        told = now;
        curl_off_t length = 0;
        (void)curl_easy_getinfo(easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
        pb::Progress progress;
        progress.number = request.number;
        progress.bytes = received;
        progress.bytes_in_all = length > 0 ? static_cast<std::uint64_t>(length) : 0;
        pb::FromNet message;
        message.body = progress;
        (*tell)(std::move(message));
    }
};

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* of) {
    static_cast<Transfer*>(of)->take_header({data, size * count});
    return size * count;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* of) {
    return static_cast<Transfer*>(of)->take_body({data, size * count}) ? size * count : 0;
}

pb::FromNet failure(std::uint64_t number, std::string sentence) {
    pb::Failure body;
    body.number = number;
    body.sentence = std::move(sentence);
    pb::FromNet out;
    out.body = std::move(body);
    return out;
}

/// What libcurl is told about a transfer. Empty, or what is wrong with it.
std::string prepare(Transfer& transfer) {
    const pb::Request& asked = transfer.request;
    if (!is_web(asked.url)) {
        return "only http: and https: can be asked for";
    }
    transfer.easy.reset(curl_easy_init());
    CURL* const easy = transfer.easy.get();
    if (easy == nullptr) {
        return "no memory for a request";
    }
    const auto limit = asked.body_bytes_max == 0 ? kBodyBytesMax : asked.body_bytes_max;
    transfer.bytes_max = transfer.file ? limit : std::min(limit, kBodyBytesMax);
    const auto time_max = std::chrono::milliseconds(kTimeMax).count();
    const long timeout =
        asked.timeout_ms == 0 ? static_cast<long>(time_max) : static_cast<long>(asked.timeout_ms);
    const auto connect_max = std::chrono::milliseconds(kConnectTimeMax).count();
    bool ok = true;
    const auto set = [&](CURLoption option, auto value) {
        ok = ok && curl_easy_setopt(easy, option, value) == CURLE_OK;
    };
    set(CURLOPT_URL, asked.url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, kRedirectsMax);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_max));
    set(CURLOPT_TIMEOUT_MS, timeout);
    set(CURLOPT_ACCEPT_ENCODING, "");  // whatever libcurl can take apart
    set(CURLOPT_USERAGENT, "tessera");
    set(CURLOPT_ERRORBUFFER, static_cast<char*>(transfer.error));
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
    set(CURLOPT_WRITEFUNCTION, &on_body);
    set(CURLOPT_WRITEDATA, static_cast<void*>(&transfer));
    set(CURLOPT_PRIVATE, static_cast<void*>(&transfer));
    const bool has_body =
        asked.method == pb::Method::Post || asked.method == pb::Method::Put || !asked.body.empty();
    if (has_body) {
        set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(asked.body.size()));
        set(CURLOPT_POSTFIELDS, asked.body.data());
    }
    if (has_body ? asked.method != pb::Method::Post : asked.method != pb::Method::Get) {
        set(CURLOPT_CUSTOMREQUEST, method_name(asked.method));
        // Where it is sent on it stays what it was, with its body.
        set(CURLOPT_POSTREDIR, static_cast<long>(CURL_REDIR_POST_ALL));
    }
    bool has_type = !has_body;
    for (const pb::Header& header : asked.headers) {
        if (!is_header(header)) {
            return "a header holds what no header may";
        }
        has_type = has_type || is_same_name(header.name, "content-type");
        if (!transfer.add_header(header.name +
                                 (header.value.empty() ? ";" : ": " + header.value))) {
            return "no memory for a header";
        }
    }
    if (!has_type && !transfer.add_header("Content-Type:")) {  // libcurl would make one up
        return "no memory for a header";
    }
    set(CURLOPT_HTTPHEADER, transfer.headers.get());
    return ok ? std::string() : "libcurl knows an option of ours not";
}

}  // namespace

bool is_header(const pb::Header& header) {
    return !header.name.empty() && header.name.find_first_not_of(kNameBytes) == std::string::npos &&
           std::ranges::none_of(header.value, [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return (byte < 0x20 && byte != '\t') || byte == 0x7f;
           });
}

struct Transfers::Impl {
    Impl(io::Loop& l, std::function<void(Message)> t) : loop(l), tell(std::move(t)) {
        // Once for a process; libcurl says so. Nothing undoes it: the process ends soon after.
        static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
        multi = kReady == CURLE_OK ? curl_multi_init() : nullptr;
        if (multi != nullptr) {
            (void)curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &on_socket);
            (void)curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
            (void)curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &on_timer);
            (void)curl_multi_setopt(multi, CURLMOPT_TIMERDATA, static_cast<void*>(this));
        }
    }
    ~Impl() {
        *alive = false;
        for (const auto& [number, transfer] : running) {
            (void)curl_multi_remove_handle(multi, transfer->easy.get());
        }
        running.clear();
        (void)curl_multi_cleanup(multi);
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
        auto& mine = *static_cast<Impl*>(self);
        if (what == CURL_POLL_REMOVE) {
            mine.watches.erase(socket);
            return 0;
        }
        const auto interest = what == CURL_POLL_IN    ? io::Interest::Read
                              : what == CURL_POLL_OUT ? io::Interest::Write
                                                      : io::Interest::Both;
        if (const auto found = mine.watches.find(socket); found != mine.watches.end()) {
            found->second->set_interest(interest);
            return 0;
        }
        auto watch = mine.loop.watch(socket, interest, [&mine, socket](io::Interest ready) {
            const auto bits = static_cast<unsigned>(ready);
            const bool in = (bits & static_cast<unsigned>(io::Interest::Read)) != 0;
            const bool out = (bits & static_cast<unsigned>(io::Interest::Write)) != 0;
            mine.act(socket, (in ? CURL_CSELECT_IN : 0) | (out ? CURL_CSELECT_OUT : 0));
        });
        if (!watch) {
            return -1;
        }
        mine.watches[socket] = std::move(*watch);
        return 0;
    }

    static int on_timer(CURLM*, long timeout_ms, void* self) {
        auto& mine = *static_cast<Impl*>(self);
        mine.timer.reset();
        if (timeout_ms >= 0) {
            mine.timer =
                mine.loop.timer(std::chrono::milliseconds(timeout_ms), io::Loop::Repeat::No,
                                [&mine] { mine.act(CURL_SOCKET_TIMEOUT, 0); });
        }
        return 0;
    }

    void act(curl_socket_t socket, int events) {
        int still = 0;
        (void)curl_multi_socket_action(multi, socket, events, &still);
        finish_done();
    }

    void finish_done() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
            if (message->msg != CURLMSG_DONE) {
                continue;
            }
            const CURLcode outcome = message->data.result;
            void* of = nullptr;
            (void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &of);
            finish(*static_cast<Transfer*>(of), outcome);
        }
        start_waiting();
    }

    void finish(Transfer& transfer, CURLcode outcome) {
        const std::uint64_t number = transfer.request.number;
        long status = 0;
        (void)curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
        (void)curl_multi_remove_handle(multi, transfer.easy.get());
        Message message;
        if (outcome == CURLE_OK) {
            transfer.response.number = number;
            transfer.response.status = static_cast<std::uint32_t>(std::max(0L, status));
            message.body = std::move(transfer.response);
        } else {
            const std::string said = static_cast<const char*>(transfer.error);
            message = failure(number, !transfer.problem.empty() ? transfer.problem
                                      : !said.empty()           ? said
                                                                : curl_easy_strerror(outcome));
        }
        running.erase(number);
        tell(std::move(message));
    }

    void start_waiting() {
        while (!waiting.empty() && running.size() < kTransfersMax) {
            std::unique_ptr<Transfer> next = std::move(waiting.front());
            waiting.pop_front();
            Transfer& transfer = *next;
            transfer.tell = &tell;
            std::string problem = multi == nullptr ? "libcurl does not start" : prepare(transfer);
            if (problem.empty() && curl_multi_add_handle(multi, transfer.easy.get()) != CURLM_OK) {
                problem = "libcurl does not take the request";
            }
            if (problem.empty()) {
                running[transfer.request.number] = std::move(next);
            } else {
                tell_later(failure(transfer.request.number, std::move(problem)));
            }
        }
    }

    void tell_later(Message message) {
        auto shared = std::make_shared<Message>(std::move(message));  // with the task
        loop.post([this, still = alive, shared] {
            if (*still) {
                tell(std::move(*shared));
            }
        });
    }

    io::Loop& loop;
    std::function<void(Message)> tell;
    CURLM* multi = nullptr;
    std::map<std::uint64_t, std::unique_ptr<Transfer>> running;
    std::deque<std::unique_ptr<Transfer>> waiting;
    std::map<curl_socket_t, std::unique_ptr<io::Watch>> watches;
    std::unique_ptr<io::Watch> timer;
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);  // shared with posted tasks
};

Transfers::Transfers(io::Loop& loop, std::function<void(Message)> tell)
    : impl_(std::make_unique<Impl>(loop, std::move(tell))) {}

Transfers::~Transfers() = default;

void Transfers::start(pb::Request request, UniqueFd file) {
    if (size() >= kRequestsMax) {
        impl_->tell_later(failure(request.number, "too many requests wait already"));
        return;
    }
    auto transfer = std::make_unique<Transfer>();
    transfer->request = std::move(request);
    transfer->file = std::move(file);
    impl_->waiting.push_back(std::move(transfer));
    impl_->start_waiting();
}

void Transfers::cancel(std::uint64_t number) {
    std::erase_if(impl_->waiting,
                  [&](const auto& waiting) { return waiting->request.number == number; });
    if (const auto found = impl_->running.find(number); found != impl_->running.end()) {
        (void)curl_multi_remove_handle(impl_->multi, found->second->easy.get());
        impl_->running.erase(found);
        impl_->start_waiting();
    }
}

std::size_t Transfers::size() const {
    return impl_->running.size() + impl_->waiting.size();
}

}  // namespace tessera::net
