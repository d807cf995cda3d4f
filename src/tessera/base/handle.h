#pragma once
// Handle<T, deleter>: a one-line RAII type for a C handle.
//   using Engine = Handle<wasm_engine_t, wasm_engine_delete>;

#include <memory>

namespace tessera {

template <auto Delete>
struct CallOnDelete {
    template <class T>
    void operator()(T* p) const {
        Delete(p);
    }
};

template <class T, auto Delete>
using Handle = std::unique_ptr<T, CallOnDelete<Delete>>;

}  // namespace tessera
