#pragma once
// Service: the server's messages to transfers and back, over one socket.
// Threads: one.

#include <memory>

#include "tessera/base/unique_fd.h"
#include "tessera/io/connection.h"
#include "tessera/io/loop.h"
#include "tessera/net/transfers.h"

namespace tessera::net {

class Service {
public:
    /// Works until the server closes the socket, or breaks the protocol: `ended` is called then,
    /// with a sentence in the second case. Errors: Io. `loop` must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<Service>> open(
        io::Loop& loop, UniqueFd socket, std::function<void(std::string)> ended);

private:
    Service(io::Loop& loop, std::function<void(std::string)> ended);
    void take(io::Frame frame);
    bool say_it_did_not_fit(const session::net::FromNet& message);

    std::function<void(std::string)> ended_;
    std::unique_ptr<io::Connection> connection_;
    Transfers transfers_;
};

}  // namespace tessera::net
