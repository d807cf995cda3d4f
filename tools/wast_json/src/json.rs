//! As much JSON as the tool writes.

/// An object under construction.
pub struct Object(String);

impl Object {
    pub fn new() -> Self {
        Object(String::from("{"))
    }

    pub fn kind(&mut self, kind: &str) {
        self.text("type", kind);
    }

    pub fn text(&mut self, key: &str, value: &str) {
        let quoted = quote(value);
        self.raw(key, &quoted);
    }

    pub fn list(&mut self, key: &str, values: impl Iterator<Item = String>) {
        let joined = values.collect::<Vec<_>>().join(",");
        self.raw(key, &format!("[{joined}]"));
    }

    /// `value` is JSON already.
    pub fn raw(&mut self, key: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&format!("{}:{value}", quote(key)));
    }

    pub fn finish(self) -> String {
        self.0 + "}"
    }
}

fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' || c == '\x7f' => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out + "\""
}
