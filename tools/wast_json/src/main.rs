//! wast_json SCRIPT.wast OUT_DIR: a test script of the WebAssembly specification as lines of JSON.
//! README.md has the format.

mod features;
mod json;

use json::Object;
use std::path::{Path, PathBuf};
use std::{env, error::Error, fs, process::ExitCode};
use wast::core::{AbstractHeapType, HeapType, NanPattern, WastArgCore, WastRetCore};
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};
use wast::token::{Id, Span};
use wast::{
    QuoteWat, QuoteWatTest, Wast, WastArg, WastDirective, WastExecute, WastInvoke, WastRet,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Where modules go, and how many went there.
struct Output {
    directory: PathBuf,
    modules: usize,
}

impl Output {
    fn write(&mut self, suffix: &str, bytes: &[u8]) -> Outcome<String> {
        let name = format!("{}.{suffix}", self.modules);
        self.modules += 1;
        fs::write(self.directory.join(&name), bytes)?;
        Ok(name)
    }

    fn binary(&mut self, object: &mut Object, bytes: &[u8]) -> Outcome<()> {
        object.text("file", &self.write("wasm", bytes)?);
        object.text("needs", &features::needs(bytes));
        Ok(())
    }

    fn module(&mut self, object: &mut Object, mut module: QuoteWat) -> Outcome<()> {
        if let Some(id) = module.name() {
            object.text("name", id.name());
        }
        let bytes = module.encode()?;
        self.binary(object, &bytes)
    }

    /// A module that must be refused: as text where the text itself is what is wrong.
    fn refused(&mut self, object: &mut Object, mut module: QuoteWat, message: &str) -> Outcome<()> {
        let file = match module.to_test() {
            Ok(QuoteWatTest::Binary(bytes)) => self.write("wasm", &bytes)?,
            Ok(QuoteWatTest::Text(text)) => match module.encode() {
                Ok(bytes) => self.write("wasm", &bytes)?,
                Err(_) => self.write("wat", &text)?,
            },
            // Nobody could make a binary of it, which is all that is asked.
            Err(_) => self.write("wat", b"(module (malformed))")?,
        };
        object.text("file", &file);
        object.text("message", message);
        Ok(())
    }

    fn action(&mut self, object: &mut Object, action: WastExecute) -> Outcome<()> {
        match action {
            WastExecute::Invoke(call) => invoke(object, &call),
            WastExecute::Get { module, global, .. } => {
                object.text("get", global);
                object.text("module", name_of(module));
            }
            WastExecute::Wat(mut module) => {
                let bytes = module.encode()?;
                self.binary(object, &bytes)?;
            }
        }
        Ok(())
    }

    fn directive(&mut self, directive: WastDirective, object: &mut Object) -> Outcome<()> {
        match directive {
            WastDirective::Module(module) => {
                object.kind("module");
                self.module(object, module)?;
            }
            WastDirective::ModuleDefinition(module) => {
                object.kind("definition");
                self.module(object, module)?;
            }
            WastDirective::ModuleInstance {
                instance, module, ..
            } => {
                object.kind("instance");
                object.text("name", name_of(instance));
                object.text("module", name_of(module));
            }
            WastDirective::Register { name, module, .. } => {
                object.kind("register");
                object.text("as", name);
                object.text("name", name_of(module));
            }
            WastDirective::Invoke(call) => {
                object.kind("invoke");
                invoke(object, &call);
            }
            WastDirective::AssertReturn { exec, results, .. } => {
                object.kind("assert_return");
                self.action(object, exec)?;
                object.list("expect", results.iter().map(expected));
            }
            WastDirective::AssertTrap { exec, message, .. } => {
                object.kind("assert_trap");
                self.action(object, exec)?;
                object.text("message", message);
            }
            WastDirective::AssertExhaustion { call, message, .. } => {
                object.kind("assert_exhaustion");
                invoke(object, &call);
                object.text("message", message);
            }
            WastDirective::AssertUnlinkable {
                mut module,
                message,
                ..
            } => {
                object.kind("assert_unlinkable");
                let bytes = module.encode()?;
                self.binary(object, &bytes)?;
                object.text("message", message);
            }
            WastDirective::AssertInvalid {
                module, message, ..
            } => {
                object.kind("assert_invalid");
                self.refused(object, module, message)?;
            }
            WastDirective::AssertMalformed {
                module, message, ..
            } => {
                object.kind("assert_malformed");
                self.refused(object, module, message)?;
            }
            other => {
                object.kind("other");
                object.text("what", proposal_of(&other));
            }
        }
        Ok(())
    }
}

fn proposal_of(directive: &WastDirective) -> &'static str {
    match directive {
        WastDirective::AssertException { .. } => "exceptions",
        WastDirective::AssertSuspension { .. } => "stack-switching",
        WastDirective::Thread(_) | WastDirective::Wait { .. } => "threads",
        _ => "custom-sections",
    }
}

fn name_of(id: Option<Id<'_>>) -> &str {
    id.map_or("", |id| id.name())
}

fn invoke(object: &mut Object, call: &WastInvoke) {
    object.text("invoke", call.name);
    object.text("module", name_of(call.module));
    object.list("args", call.args.iter().map(argument));
}

fn bits(kind: &str, bits: impl ToString) -> String {
    let mut object = Object::new();
    object.text("type", kind);
    object.text("bits", &bits.to_string());
    object.finish()
}

fn other(kind: &str) -> String {
    let mut object = Object::new();
    object.text("type", kind);
    object.finish()
}

fn null(heap: Option<&HeapType>) -> String {
    let function = matches!(
        heap,
        None | Some(HeapType::Abstract {
            shared: false,
            ty: AbstractHeapType::Func
        })
    );
    let mut object = Object::new();
    object.text("type", if function { "funcref" } else { "reference" });
    object.raw("null", "true");
    object.finish()
}

fn argument(arg: &WastArg) -> String {
    let WastArg::Core(arg) = arg else {
        return other("component");
    };
    match arg {
        WastArgCore::I32(x) => bits("i32", *x as u32),
        WastArgCore::I64(x) => bits("i64", *x as u64),
        WastArgCore::F32(x) => bits("f32", x.bits),
        WastArgCore::F64(x) => bits("f64", x.bits),
        WastArgCore::RefNull(heap) => null(Some(heap)),
        _ => other("reference"),
    }
}

fn pattern<T>(kind: &str, value: &NanPattern<T>, exact: impl Fn(&T) -> String) -> String {
    match value {
        NanPattern::CanonicalNan => bits(kind, "nan:canonical"),
        NanPattern::ArithmeticNan => bits(kind, "nan:arithmetic"),
        NanPattern::Value(x) => bits(kind, exact(x)),
    }
}

fn expected(ret: &WastRet) -> String {
    let WastRet::Core(ret) = ret else {
        return other("component");
    };
    expected_core(ret)
}

fn expected_core(ret: &WastRetCore) -> String {
    match ret {
        WastRetCore::I32(x) => bits("i32", *x as u32),
        WastRetCore::I64(x) => bits("i64", *x as u64),
        WastRetCore::F32(x) => pattern("f32", x, |x| x.bits.to_string()),
        WastRetCore::F64(x) => pattern("f64", x, |x| x.bits.to_string()),
        WastRetCore::RefNull(heap) => null(heap.as_ref()),
        WastRetCore::RefFunc(_) => other("funcref"),
        WastRetCore::Either(choices) => {
            let mut object = Object::new();
            object.list("either", choices.iter().map(expected_core));
            object.finish()
        }
        _ => other("reference"),
    }
}

fn convert(script: &Path, directory: &Path) -> Outcome<()> {
    let text = fs::read_to_string(script)?;
    let located = |mut error: wast::Error| {
        error.set_path(script);
        error.set_text(&text);
        error
    };
    let mut lexer = Lexer::new(&text);
    lexer.allow_confusing_unicode(true);
    let buffer = ParseBuffer::new_with_lexer(lexer).map_err(located)?;
    let wast = parser::parse::<Wast>(&buffer).map_err(located)?;
    fs::create_dir_all(directory)?;
    let mut output = Output {
        directory: directory.to_owned(),
        modules: 0,
    };
    let line_of = |span: Span| span.linecol_in(&text).0 + 1;
    let mut lines = String::new();
    for directive in wast.directives {
        let mut object = Object::new();
        object.raw("line", &line_of(directive.span()).to_string());
        output.directive(directive, &mut object)?;
        lines.push_str(&object.finish());
        lines.push('\n');
    }
    fs::write(directory.join("commands.jsonl"), lines)?;
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [script, directory] = arguments.as_slice() else {
        eprintln!("wast_json SCRIPT.wast OUT_DIR");
        return ExitCode::from(2);
    };
    match convert(script, directory) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wast_json: {}: {error}", script.display());
            ExitCode::FAILURE
        }
    }
}
