// Throughput of other terminal engines.
//   vt_peers ENGINE SECONDS FILE...     prints "MB/s" per file; ENGINE: alacritty, vt100, vte
// The same loop as vt_bench: reads of 64 KiB, 160x50, 10,000 lines of history, the whole file again
// until the time is up. `vte` is the parser alone, with a receiver that does nothing.

use alacritty_terminal::event::VoidListener;
use alacritty_terminal::grid::Dimensions;
use alacritty_terminal::term::{Config, Term};
use alacritty_terminal::vte::ansi::Processor;

const ROWS: usize = 50;
const COLS: usize = 160;
const HISTORY: usize = 10_000;
const READ: usize = 65_536;

struct Size;
impl Dimensions for Size {
    fn total_lines(&self) -> usize {
        ROWS
    }
    fn screen_lines(&self) -> usize {
        ROWS
    }
    fn columns(&self) -> usize {
        COLS
    }
}

struct Nothing;
impl vte::Perform for Nothing {}

fn resident() -> f64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = text.split(' ').nth(1).and_then(|n| n.parse().ok()).unwrap_or(0.0);
    pages * 4096.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let engine = arguments[1].as_str();
    let seconds: f64 = arguments[2].parse().expect("SECONDS");
    for file in &arguments[3..] {
        let bytes = std::fs::read(file).expect("FILE");
        let before = resident();
        let speed = match engine {
            "alacritty" => {
                let config = Config { scrolling_history: HISTORY, ..Config::default() };
                let mut term = Term::new(config, &Size, VoidListener);
                let mut parser: Processor = Processor::new();
                measure(&bytes, seconds, before, |part| parser.advance(&mut term, part))
            }
            "vt100" => {
                let mut parser = vt100::Parser::new(ROWS as u16, COLS as u16, HISTORY);
                measure(&bytes, seconds, before, |part| parser.process(part))
            }
            "vte" => {
                let mut parser = vte::Parser::new();
                measure(&bytes, seconds, before, |part| parser.advance(&mut Nothing, part))
            }
            _ => panic!("ENGINE: alacritty, vt100 or vte"),
        };
        println!("{:.2} {:.2}", speed.0, speed.1);
    }
}

/// Processor time of this process, as vt_measure.h takes it.
fn cpu_seconds() -> f64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the call writes one timespec, which outlives it.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    now.tv_sec as f64 + now.tv_nsec as f64 / 1e9
}

/// MB/s, and the growth of resident memory in MB while the engine still lives.
fn measure(bytes: &[u8], seconds: f64, before: f64, mut feed: impl FnMut(&[u8])) -> (f64, f64) {
    let start = cpu_seconds();
    let mut fed = 0usize;
    loop {
        for part in bytes.chunks(READ) {
            feed(part);
        }
        fed += bytes.len();
        let passed = cpu_seconds() - start;
        if passed >= seconds {
            return (fed as f64 / 1048576.0 / passed, (resident() - before) / 1048576.0);
        }
    }
}
