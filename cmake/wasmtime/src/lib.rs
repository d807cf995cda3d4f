//! Wasmtime's C API, re-exported so that cargo links it into one static library, and the two
//! things Tessera needs that the C API lacks. Their C++ declarations are in
//! src/tessera/wasm/engine_extras.h; change both together.

use std::ffi::c_int;
use std::fs::File;
use std::os::fd::{FromRawFd, OwnedFd};
use wasmtime_c_api::wasmtime::{Engine, Module, ResourceLimiter, Result, Store};
pub use wasmtime_c_api::*;

// The C API keeps its fields to itself, so these look through the pointers it hands out. Each
// struct has exactly one field and its size is checked, hence the field starts where the struct does.
const _: () = assert!(size_of::<wasm_engine_t>() == size_of::<Engine>());
const _: () = assert!(size_of::<wasmtime_module_t>() == size_of::<Module>());
const _: () = assert!(align_of::<wasmtime_module_t>() == align_of::<Module>());
const _: () = assert!(size_of::<wasmtime_store_t>() == size_of::<Store<WasmtimeStoreData>>());

/// Loads machine code made by `wasmtime_module_serialize` from an open file, mapping it instead of
/// copying. Takes ownership of `fd`. The C API has this only for paths, which a sandboxed process
/// may not open.
///
/// # Safety
/// The file holds trusted machine code and does not change while the module lives.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tessera_wasmtime_module_from_fd(
    engine: *const wasm_engine_t,
    fd: c_int,
    out: *mut *mut wasmtime_module_t,
) -> Option<Box<wasmtime_error_t>> {
    let engine = unsafe { &*engine.cast::<Engine>() };
    let file = File::from(unsafe { OwnedFd::from_raw_fd(fd) });
    match unsafe { Module::deserialize_open_file(engine, file) } {
        Ok(module) => {
            unsafe { *out = Box::into_raw(Box::new(module)).cast() };
            None
        }
        Err(error) => Some(Box::new(error.into())),
    }
}

/// What one store may use. Unlike `wasmtime_store_limiter`, memory is counted over all memories of
/// the store, and a refusal leaves a mark. Bits of `refused`: 1 memory, 2 table.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct tessera_wasmtime_limits_t {
    pub memory_bytes_max: usize,
    pub table_elements_max: usize,
    pub instances_max: usize,
    pub tables_max: usize,
    pub memories_max: usize,
    pub memory_bytes: usize,
    pub refused: u32,
}

struct Limiter(*mut tessera_wasmtime_limits_t);
unsafe impl Send for Limiter {}
unsafe impl Sync for Limiter {}

impl ResourceLimiter for Limiter {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> Result<bool> {
        let limits = unsafe { &mut *self.0 };
        let others = limits.memory_bytes.saturating_sub(current);
        if others.saturating_add(desired) > limits.memory_bytes_max {
            limits.refused |= 1;
            return Ok(false);
        }
        if maximum.is_none_or(|maximum| desired <= maximum) {
            limits.memory_bytes = others + desired;
        }
        Ok(true)
    }

    fn table_growing(&mut self, _current: usize, desired: usize, _maximum: Option<usize>) -> Result<bool> {
        let limits = unsafe { &mut *self.0 };
        if desired > limits.table_elements_max {
            limits.refused |= 2;
            return Ok(false);
        }
        Ok(true)
    }

    fn instances(&self) -> usize {
        unsafe { (*self.0).instances_max }
    }

    fn tables(&self) -> usize {
        unsafe { (*self.0).tables_max }
    }

    fn memories(&self) -> usize {
        unsafe { (*self.0).memories_max }
    }
}

/// Installs `limits` in a store.
///
/// # Safety
/// `limits` outlives the store and is touched only by the thread that uses the store.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tessera_wasmtime_store_limit(
    store: *mut wasmtime_store_t,
    limits: *mut tessera_wasmtime_limits_t,
) {
    let store = unsafe { &mut *store.cast::<Store<WasmtimeStoreData>>() };
    // The closure owns the limiter and lends it out; the signature has no lifetime to say so.
    let mut limiter = Box::new(Limiter(limits));
    store.limiter(move |_| {
        let borrowed: *mut Limiter = &mut *limiter;
        unsafe { &mut *borrowed }
    });
}
