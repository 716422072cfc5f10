//! How long work tells that it goes on; the command line draws it, tests are silent.

/// Listens to long work. Called from several threads.
pub trait Progress: Sync {
    /// `total` steps lie ahead.
    fn start(&self, total: usize);
    /// One step is done.
    fn step(&self);
    /// The work is done.
    fn finish(&self);
    /// Something the operator should know, in Polish.
    fn say(&self, line: &str);
}

/// Listens to nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _total: usize) {}
    fn step(&self) {}
    fn finish(&self) {}
    fn say(&self, _line: &str) {}
}
