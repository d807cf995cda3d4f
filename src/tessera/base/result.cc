#include "tessera/base/result.h"

#include <cerrno>
#include <cstring>

namespace tessera {

std::unexpected<Error> fail_errno(std::string what, int errno_value, std::string where) {
    ErrorCode code = ErrorCode::Io;
    switch (errno_value) {
    case ENOENT: code = ErrorCode::NotFound; break;
    case EEXIST: code = ErrorCode::AlreadyExists; break;
    case EACCES:
    case EPERM: code = ErrorCode::PermissionDenied; break;
    default: break;
    }
    what += ": ";
    what += std::strerror(errno_value);
    return fail(code, std::move(what), std::move(where));
}

}  // namespace tessera
