#include "tessera/code_store/random.h"

#include <sys/random.h>

#include <cerrno>

namespace tessera::code_store {

Result<Digest> random_digest() {
    Digest out{};
    if (::getrandom(out.data(), out.size(), 0) != static_cast<ssize_t>(out.size())) {
        return fail_errno("random numbers", errno);
    }
    return out;
}

Result<std::string> random_name() {
    constexpr std::size_t kDigits = 32;  // 128 bits
    return to_hex(TESSERA_TRY(random_digest())).substr(0, kDigits);
}

}  // namespace tessera::code_store
