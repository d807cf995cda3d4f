#include "tessera/protocol/version.h"

namespace tessera::protocol {

std::string_view build_text() {
    return "tessera " TESSERA_BUILD;
}

}  // namespace tessera::protocol
