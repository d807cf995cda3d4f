#include "tessera/wasm/module.h"

#include <algorithm>

#include "tessera/base/read_file.h"
#include "tessera/wasm/internal.h"

namespace tessera::wasm {

using detail::ErrorHandle;

namespace {

const std::uint8_t* octets(std::span<const std::byte> bytes) {
    return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

std::string text_of(const wasm_name_t* name) {
    return {name->data, name->size};
}

std::vector<std::byte> take(wasm_byte_vec_t& bytes) {
    const auto* begin = reinterpret_cast<const std::byte*>(bytes.data);
    std::vector<std::byte> out(begin, begin + bytes.size);
    wasm_byte_vec_delete(&bytes);
    return out;
}

}  // namespace

Result<Module> Module::adopt(const Engine& engine, void* module) {
    auto* raw = static_cast<wasmtime_module_t*>(module);
    auto state = std::make_shared<detail::ModuleState>(detail::ModuleState{
        .engine = engine, .module = detail::ModuleHandle(raw), .imports = {}, .exports = {}});
    wasm_importtype_vec_t imports;
    wasmtime_module_imports(raw, &imports);
    for (std::size_t i = 0; i < imports.size; ++i) {
        const wasm_importtype_t* import = imports.data[i];
        state->imports.push_back({.module = text_of(wasm_importtype_module(import)),
                                  .name = text_of(wasm_importtype_name(import)),
                                  .type = detail::extern_type_from(wasm_importtype_type(import))});
    }
    wasm_importtype_vec_delete(&imports);
    wasm_exporttype_vec_t exports;
    wasmtime_module_exports(raw, &exports);
    for (std::size_t i = 0; i < exports.size; ++i) {
        state->exports.push_back(
            {.name = text_of(wasm_exporttype_name(exports.data[i])),
             .type = detail::extern_type_from(wasm_exporttype_type(exports.data[i]))});
    }
    wasm_exporttype_vec_delete(&exports);
    return Module(std::move(state));
}

Result<Module> Module::compile(const Engine& engine, std::span<const std::byte> wasm) {
    wasmtime_module_t* module = nullptr;
    const ErrorHandle error(
        wasmtime_module_new(engine.state().engine.get(), octets(wasm), wasm.size(), &module));
    if (error) {
        return fail(ErrorCode::InvalidArgument, detail::message_of(*error));
    }
    return adopt(engine, module);
}

Result<std::vector<std::byte>> text_to_binary(std::string_view wat) {
    wasm_byte_vec_t bytes;
    const ErrorHandle error(wasmtime_wat2wasm(wat.data(), wat.size(), &bytes));
    if (error) {
        return fail(ErrorCode::InvalidArgument, detail::message_of(*error));
    }
    return take(bytes);
}

Result<Module> Module::compile_text(const Engine& engine, std::string_view wat) {
    const auto wasm = TESSERA_TRY(text_to_binary(wat));
    return compile(engine, wasm);
}

Result<Module> Module::compile_file(const Engine& engine, const std::filesystem::path& path) {
    const auto bytes = read_file(path, kModuleFileBytesMax, AwaitWriters::Yes);
    if (!bytes) {
        return fail(bytes.error().code, bytes.error().to_string());
    }
    auto module = bytes->starts_with(std::string_view("\0asm", 4))
                      ? compile(engine, std::as_bytes(std::span(*bytes)))
                      : compile_text(engine, *bytes);
    if (!module) {
        module.error().where = path.string();
    }
    return module;
}

Result<std::vector<std::byte>> Module::serialize() const {
    wasm_byte_vec_t bytes;
    const ErrorHandle error(wasmtime_module_serialize(state_->module.get(), &bytes));
    if (error) {
        return fail(ErrorCode::Unknown, detail::message_of(*error));
    }
    return take(bytes);
}

Result<Module> Module::deserialize(const Engine& engine, std::span<const std::byte> code) {
    wasmtime_module_t* module = nullptr;
    const ErrorHandle error(wasmtime_module_deserialize(engine.state().engine.get(), octets(code),
                                                        code.size(), &module));
    if (error) {
        return fail(ErrorCode::VersionMismatch, detail::message_of(*error));
    }
    return adopt(engine, module);
}

Result<Module> Module::deserialize(const Engine& engine, UniqueFd code) {
    wasmtime_module_t* module = nullptr;
    const ErrorHandle error(
        tessera_wasmtime_module_from_fd(engine.state().engine.get(), code.release(), &module));
    if (error) {
        return fail(ErrorCode::VersionMismatch, detail::message_of(*error));
    }
    return adopt(engine, module);
}

const std::vector<ImportDescription>& Module::imports() const {
    return state_->imports;
}
const std::vector<ExportDescription>& Module::exports() const {
    return state_->exports;
}

const ExternType* Module::find_export(std::string_view name) const {
    const auto it = std::ranges::find(state_->exports, name, &ExportDescription::name);
    return it == state_->exports.end() ? nullptr : &it->type;
}

const Engine& Module::engine() const {
    return state_->engine;
}

}  // namespace tessera::wasm
