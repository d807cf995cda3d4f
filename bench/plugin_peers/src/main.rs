//! plugin_peers PLUGIN.wasm [ROUNDS]: a Zellij plugin in wasmi: load, first render, Timer events.
//! Prints one line a figure, "name value"; bench/plugin.py makes a table of them.

use std::time::{Duration, Instant};
use std::{env, fs, process};
use wasmi::{Caller, Engine, Extern, Func, Instance, Linker, Memory, Module, Store, Val};

const ROWS: i32 = 1;
const COLS: i32 = 120;
const TIMER_CALLS: usize = 5000;
/// An Event as the plugin reads it: name Timer (5), timer_payload 1.0.
const TIMER: &[u8] = b"[8,5,61,0,0,128,63]\r\n";
/// A message without fields: no configuration, and the reply to any command.
const EMPTY: &[u8] = b"[]\r\n";
const BADF: i32 = 8;
const NOSYS: i32 = 52;

/// The guest's standard streams.
#[derive(Default)]
struct Streams {
    input: Vec<u8>,
    output: Vec<u8>,
}

type Host<'a> = Caller<'a, Streams>;

fn memory(caller: &Host) -> Memory {
    caller
        .get_export("memory")
        .and_then(Extern::into_memory)
        .expect("no memory")
}

fn word(bytes: &[u8], at: usize) -> usize {
    u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes")) as usize
}

fn put(bytes: &mut [u8], at: i32, value: usize) {
    bytes[at as usize..at as usize + 4].copy_from_slice(&(value as u32).to_le_bytes());
}

fn fd_write(mut caller: Host, _fd: i32, at: i32, count: i32, out: i32) -> i32 {
    let (bytes, streams) = memory(&caller).data_and_store_mut(&mut caller);
    let mut total = 0;
    for i in 0..count as usize {
        let (from, length) = (
            word(bytes, at as usize + 8 * i),
            word(bytes, at as usize + 8 * i + 4),
        );
        streams
            .output
            .extend_from_slice(&bytes[from..from + length]);
        total += length;
    }
    put(bytes, out, total);
    0
}

fn fd_read(mut caller: Host, _fd: i32, at: i32, count: i32, out: i32) -> i32 {
    let (bytes, streams) = memory(&caller).data_and_store_mut(&mut caller);
    let mut total = 0;
    for i in 0..count as usize {
        let (to, length) = (
            word(bytes, at as usize + 8 * i),
            word(bytes, at as usize + 8 * i + 4),
        );
        let taken = length.min(streams.input.len());
        bytes[to..to + taken].copy_from_slice(&streams.input[..taken]);
        streams.input.drain(..taken);
        total += taken;
    }
    put(bytes, out, total);
    0
}

fn sizes(mut caller: Host, count: i32, size: i32) -> i32 {
    let (bytes, _) = memory(&caller).data_and_store_mut(&mut caller);
    put(bytes, count, 0);
    put(bytes, size, 0);
    0
}

fn clock(mut caller: Host, _id: i32, _precision: i64, out: i32) -> i32 {
    let (bytes, _) = memory(&caller).data_and_store_mut(&mut caller);
    bytes[out as usize..out as usize + 8].copy_from_slice(&1_000_000_000u64.to_le_bytes());
    0
}

fn random(mut caller: Host, at: i32, length: i32) -> i32 {
    let (bytes, _) = memory(&caller).data_and_store_mut(&mut caller);
    bytes[at as usize..(at + length) as usize].fill(7);
    0
}

/// As much of WASI as a bar needs; everything else answers ENOSYS.
fn linker(engine: &Engine, module: &Module, store: &mut Store<Streams>) -> Linker<Streams> {
    let mut linker = Linker::new(engine);
    let wasi = "wasi_snapshot_preview1";
    let defined = [
        linker.func_wrap(wasi, "fd_write", fd_write).is_ok(),
        linker.func_wrap(wasi, "fd_read", fd_read).is_ok(),
        linker.func_wrap(wasi, "environ_sizes_get", sizes).is_ok(),
        linker.func_wrap(wasi, "args_sizes_get", sizes).is_ok(),
        linker.func_wrap(wasi, "clock_time_get", clock).is_ok(),
        linker.func_wrap(wasi, "random_get", random).is_ok(),
        linker
            .func_wrap(wasi, "fd_prestat_get", |_: Host, _: i32, _: i32| BADF)
            .is_ok(),
        linker
            .func_wrap("zellij", "host_run_plugin_command", |mut caller: Host| {
                let streams = caller.data_mut();
                streams.output.clear();
                streams.input.clear();
                streams.input.extend_from_slice(EMPTY);
            })
            .is_ok(),
    ];
    assert!(defined.iter().all(|ok| *ok), "a function was defined twice");
    for import in module.imports() {
        let Some(ty) = import.ty().func() else {
            continue;
        };
        let stub = Func::new(&mut *store, ty.clone(), |_, _, results| {
            results
                .iter_mut()
                .for_each(|result| *result = Val::I32(NOSYS));
            Ok(())
        });
        // What is defined already stays as it is.
        let _ = linker.define(import.module(), import.name(), stub);
    }
    linker
}

struct Plugin {
    store: Store<Streams>,
    instance: Instance,
}

impl Plugin {
    fn load(engine: &Engine, wasm: &[u8]) -> Plugin {
        let module = Module::new(engine, wasm).expect("not a module");
        let mut store = Store::new(engine, Streams::default());
        let linker = linker(engine, &module, &mut store);
        let instance = linker
            .instantiate_and_start(&mut store, &module)
            .expect("does not link");
        let mut plugin = Plugin { store, instance };
        plugin.call("_start", &[], &mut []);
        plugin.store.data_mut().input.extend_from_slice(EMPTY);
        plugin.call("load", &[], &mut []);
        plugin
    }

    fn call(&mut self, name: &str, arguments: &[Val], results: &mut [Val]) {
        let function = self
            .instance
            .get_func(&self.store, name)
            .expect("no such export");
        function
            .call(&mut self.store, arguments, results)
            .expect("trapped");
    }

    fn render(&mut self) {
        self.call("render", &[Val::I32(ROWS), Val::I32(COLS)], &mut []);
        self.store.data_mut().output.clear();
    }

    fn timer(&mut self) {
        let streams = self.store.data_mut();
        streams.input.clear();
        streams.input.extend_from_slice(TIMER);
        self.call("update", &[], &mut [Val::I32(0)]);
    }
}

fn percentile(mut times: Vec<Duration>, part: f64) -> f64 {
    times.sort();
    times[((times.len() - 1) as f64 * part) as usize].as_secs_f64()
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let Some(path) = arguments.get(1) else {
        eprintln!("plugin_peers PLUGIN.wasm [ROUNDS]");
        process::exit(2);
    };
    let rounds = arguments.get(2).and_then(|n| n.parse().ok()).unwrap_or(20);
    let wasm = fs::read(path).expect("cannot read the plugin");
    let engine = Engine::default();
    let mut loads = Vec::new();
    for _ in 0..rounds {
        let from = Instant::now();
        Plugin::load(&engine, &wasm).render();
        loads.push(from.elapsed());
    }
    let mut plugin = Plugin::load(&engine, &wasm);
    let mut timers = Vec::new();
    for _ in 0..TIMER_CALLS {
        let from = Instant::now();
        plugin.timer();
        timers.push(from.elapsed());
    }
    println!("wasmi_load_render_ms {:.4}", 1e3 * percentile(loads, 0.5));
    println!(
        "wasmi_timer_us {:.4}",
        1e6 * percentile(timers.clone(), 0.5)
    );
    println!("wasmi_timer_p99_us {:.4}", 1e6 * percentile(timers, 0.99));
}
