//! `--record`: one line of JSON for each answered request.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use practice::Exchange;

/// The file that is written.
pub(super) struct Record(BufWriter<File>);

impl Record {
    /// A new file; an older one of that name is replaced.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let file =
            File::create(path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        Ok(Self(BufWriter::new(file)))
    }

    /// Writes a line at once, so that the file is whole whenever the program ends.
    pub(super) fn write(&mut self, exchange: &Exchange) {
        let line = serde_json::to_string(exchange).map_err(io::Error::from);
        let written = line
            .and_then(|line| writeln!(self.0, "{line}"))
            .and_then(|()| self.0.flush());
        if let Err(error) = written {
            let _ = writeln!(io::stderr(), "practice: the record can't be written: {error}");
        }
    }
}
