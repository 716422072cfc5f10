//! How a lost database is told from a new installation.
//!
//! The database bears the installation's id. The same id stands in a small file in `data/`, in one beside that folder
//! (`data.instalacja.toml`), and in `index/`: the first tells when the database alone is lost or exchanged; the second
//! survives the loss of the whole of `data/`, a disk that is not mounted included; the third counts where the program
//! may not write beside the folder, or where that place does not outlive a container. `index/` is derived and may be
//! deleted at any moment, so it is a witness and never needed. `kb/` holds none: it belongs to people and to git, and a
//! clone of it on another machine is a new installation.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::private;

/// The name of a marker within a folder, and the end of the name of one beside it.
const NAME: &str = "instalacja.toml";

/// What a marker says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(in crate::journal) struct Marker {
    /// The installation.
    pub id: String,
    /// Whether there ever was a token: then nobody enters unknown.
    #[serde(default)]
    pub guarded: bool,
    /// The folder of the data, as the program was told; of another folder a marker in `index/` says nothing.
    #[serde(default)]
    pub data: String,
}

/// The places of one installation's markers.
#[derive(Debug, Clone)]
pub(in crate::journal) struct Markers {
    /// The folder they speak of.
    data: String,
    /// In `data/` and beside it: these must agree with the database.
    near: Vec<PathBuf>,
    /// In folders that may be copied, shared or deleted: these only bear witness that there was one.
    far: Vec<PathBuf>,
}

impl Markers {
    pub fn of(data: &Path, witnesses: &[&Path]) -> Self {
        let mut near = vec![data.join(NAME)];
        if let Some(name) = data.file_name() {
            let mut beside = name.to_owned();
            beside.push(".");
            beside.push(NAME);
            near.push(data.with_file_name(beside));
        }
        let data = data.to_string_lossy().into_owned();
        Self { data, near, far: witnesses.iter().map(|folder| folder.join(NAME)).collect() }
    }

    /// What markers here are to say of an installation.
    pub fn saying(&self, id: String, guarded: bool) -> Marker {
        Marker { id, guarded, data: self.data.clone() }
    }

    /// Those in `data/` and beside it.
    pub fn near(&self) -> Vec<(PathBuf, Marker)> {
        self.near.iter().filter_map(|file| Some((file.clone(), read(file)?))).collect()
    }

    /// The first that says anything, wherever it lies.
    pub fn any(&self) -> Option<(PathBuf, Marker)> {
        let far = self.far.iter().filter_map(|file| Some((file.clone(), read(file)?)));
        self.near().into_iter().chain(far.filter(|(_, marker)| marker.data == self.data)).next()
    }

    /// Whether one is not there, though the folder for it is.
    pub fn is_missing(&self) -> bool {
        self.places().any(|file| fs::symlink_metadata(file).is_err())
    }

    /// Has all of them say this; one that cannot be written is logged, for the others still tell.
    pub fn write(&self, marker: &Marker) {
        self.write_where(marker, |file| read(file).as_ref() != Some(marker), |file, error| {
            tracing::warn!(path = %file.display(), %error, "cannot write the marker of this installation");
        });
    }

    /// Has those say this that are not there. Tried every second, so that the log is not told each time.
    pub fn complete(&self, marker: &Marker) {
        self.write_where(marker, |file| read(file).is_none(), |file, error| {
            tracing::trace!(path = %file.display(), %error, "cannot write the marker of this installation");
        });
    }

    /// The files whose folders are there.
    fn places(&self) -> impl Iterator<Item = &PathBuf> {
        self.near.iter().chain(&self.far).filter(|file| {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            folder.unwrap_or(Path::new(".")).is_dir()
        })
    }

    fn write_where(
        &self,
        marker: &Marker,
        is_due: impl Fn(&Path) -> bool,
        failed: impl Fn(&Path, &io::Error),
    ) {
        for file in self.places().filter(|file| is_due(file)) {
            let text = format!(
                "# Drogowskaz: w folderze danych jest baza tej instalacji. Nie usuwaj tego pliku: bez niego utrata bazy\n\
                 # wyglądałaby jak nowa instalacja, w której nikt nie musi się logować.\n\
                 id = \"{}\"\nguarded = {}\ndata = {}\n",
                marker.id,
                marker.guarded,
                toml::Value::from(marker.data.as_str())
            );
            if let Err(error) = private::write(file, &text) {
                failed(file, &error);
            }
        }
    }

    /// Forgets what they said: what is there now is the beginning.
    pub fn forget(&self) {
        for file in self.near.iter().chain(&self.far) {
            let _ = fs::remove_file(file);
        }
    }
}

/// A marker that cannot be read still says that there was an installation; only which one is not known.
fn read(file: &Path) -> Option<Marker> {
    let unknown = || Marker { id: String::new(), guarded: true, data: String::new() };
    match fs::read_to_string(file) {
        Ok(text) => Some(toml::from_str(&text).unwrap_or_else(|_| unknown())),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => None,
        Err(_) => Some(unknown()),
    }
}
