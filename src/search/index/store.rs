//! The index on disk: opening, writing, and the state that searches look at.
//!
//! One writer; a commit, then a reload, then the answer, so that what is acknowledged is found. The commit's payload
//! names the schema and the analyser: an index made by others is not opened but reported, and rebuilt by the
//! library.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::indexer::LogMergePolicy;
use tantivy::schema::Schema;
use tantivy::store::Compressor;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Term};

use super::document::Prepared;
use super::files::Files;
use super::schema::{self, Fields};
use super::snapshot::Snapshot;
use super::terms::tokenizer;
use crate::search::error::EngineError;
use crate::text::Analyzer;

/// Memory of a writer before it flushes a segment, in bytes: of one that builds, and of one that corrects.
const BUILDING_MEMORY: usize = 256 << 20;
const CORRECTING_MEMORY: usize = 32 << 20;
const MOST_THREADS: usize = 4;
/// Changes for which one more thread pays.
const WORTH_A_THREAD: usize = 2_500;
/// Changes from which a batch is better written by all processors than by one.
const MANY: usize = 200;

/// Articles below which segments are merged whatever their sizes.
const SMALL_SEGMENT: u32 = 64;
/// Share of a segment's articles that may be replaced or removed before it is written anew.
const TOLERATED_DELETIONS: f32 = 0.25;

/// The files that each segment has.
const PARTS: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Store,
];
/// A file that is not as it was is looked for this often, with this in between.
const LOOKS: usize = 3;
const AGAIN: Duration = Duration::from_millis(20);

/// How many changes a batch will hold, about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// A few: they become one segment, and the writer is ready at once.
    Few,
    /// So many that several processors may write them.
    Many(usize),
}

impl From<usize> for Size {
    fn from(changes: usize) -> Self {
        if changes < MANY { Self::Few } else { Self::Many(changes) }
    }
}

impl Size {
    /// Threads that write. Each leaves a segment of its own, and each segment costs every search a look into one more
    /// dictionary.
    fn threads(self) -> usize {
        let processors = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        match self {
            Self::Few => 1,
            Self::Many(changes) => (changes / WORTH_A_THREAD).clamp(1, processors().min(MOST_THREADS)),
        }
    }
}

/// The index of one audience.
pub(in crate::search) struct Store {
    dir: PathBuf,
    pub fields: Fields,
    /// Where the index lies; `None` if in memory alone.
    files: Option<Files>,
    index: Index,
    reader: IndexReader,
    writer: Mutex<Option<Open>>,
    snapshot: RwLock<Arc<Snapshot>>,
}

impl Store {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`EngineError::Unusable`] if there is none, or it is damaged, or another version wrote it.
    pub fn open(dir: &Path) -> Result<Self, EngineError> {
        let unusable = |reason: String| EngineError::Unusable { reason };
        let files = Files::of(dir).map_err(|_| unusable("nie ma jeszcze indeksu".into()))?;
        if !Index::exists(&files).unwrap_or(false) {
            return Err(unusable("nie ma jeszcze indeksu".into()));
        }
        let mut index = Index::open(files.clone())
            .map_err(|error| unusable(format!("indeks jest uszkodzony ({error})")))?;
        let metas =
            index.load_metas().map_err(|error| unusable(format!("indeks jest uszkodzony ({error})")))?;
        if metas.payload.as_deref() != Some(fingerprint()) {
            return Err(unusable("indeks zbudowała inna wersja programu lub słownika form".into()));
        }
        index.set_tokenizers(tokenizer::manager());
        match index.validate_checksum() {
            Ok(damaged) if damaged.is_empty() => {}
            Ok(damaged) => {
                let name = damaged.iter().next().map(|path| path.display().to_string()).unwrap_or_default();
                return Err(unusable(format!("plik indeksu {name} jest uszkodzony")));
            }
            Err(error) => return Err(unusable(format!("indeks jest uszkodzony ({error})"))),
        }
        Self::start(dir, Some(files), index)
            .map_err(|error| unusable(format!("indeks jest uszkodzony ({error})")))
    }

    /// Creates an empty index in the empty folder `dir`.
    ///
    /// # Errors
    /// [`EngineError::Disk`] if the folder cannot be written.
    pub fn create(dir: &Path) -> Result<Self, EngineError> {
        let disk = |source| EngineError::Disk { dir: dir.to_owned(), source };
        std::fs::create_dir_all(dir).map_err(|error| disk(error.into()))?;
        let files = Files::of(dir).map_err(|error| disk(error.into()))?;
        if Index::exists(&files).map_err(|error| disk(error.into()))? {
            return Err(disk(tantivy::TantivyError::IndexAlreadyExists));
        }
        let mut index = Index::create(files.clone(), Fields::new().schema, settings()).map_err(disk)?;
        index.set_tokenizers(tokenizer::manager());
        let store = Self::start(dir, Some(files), index).map_err(disk)?;
        // An empty commit, so that its payload says who made it.
        store.batch(Size::Few)?.finish()?;
        Ok(store)
    }

    /// Creates an empty index that lives in memory and goes with its value.
    ///
    /// # Errors
    /// [`EngineError::Disk`] if there is no memory for it.
    pub fn in_memory() -> Result<Self, EngineError> {
        let memory = |source| EngineError::Disk { dir: PathBuf::new(), source };
        let index = Index::builder()
            .schema(Fields::new().schema)
            .settings(settings())
            .tokenizers(tokenizer::manager())
            .create_in_ram()
            .map_err(memory)?;
        Self::start(Path::new(""), None, index).map_err(memory)
    }

    fn start(dir: &Path, files: Option<Files>, index: Index) -> tantivy::Result<Self> {
        let fields = Fields::new();
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            // Nothing is unpacked, so nothing is worth keeping.
            .doc_store_cache_num_blocks(0)
            .try_into()?;
        let snapshot = Snapshot::new(reader.searcher(), &fields, None)?;
        Ok(Self {
            dir: dir.to_owned(),
            fields,
            files,
            index,
            reader,
            writer: Mutex::new(None),
            snapshot: RwLock::new(Arc::new(snapshot)),
        })
    }

    /// What searches look at now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Opens the writer for a batch; nothing shows before [`Batch::finish`].
    pub fn batch(&self, size: Size) -> Result<Batch<'_>, EngineError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // One that builds can correct, too; one that corrects would take long to build.
        if size != Size::Few && writer.as_ref().is_some_and(|open| open.size == Size::Few) {
            self.close(writer.take());
        }
        if writer.is_none() {
            let memory = if size == Size::Few { CORRECTING_MEMORY } else { BUILDING_MEMORY };
            let opened = self.index.writer_with_num_threads(size.threads(), memory);
            let opened = opened.map_err(|source| self.disk(source))?;
            opened.set_merge_policy(Box::new(merging()));
            self.sweep(&opened);
            *writer = Some(Open { size, writer: opened });
        }
        Ok(Batch { store: self, writer, is_finished: false })
    }

    /// Removes files that no commit names. A process that was killed amid a commit leaves some, and a list of deletes is
    /// named after the number of its commit: the next process would take the same number, and could not write it. Only
    /// whoever writes may do this; the files of a commit under way are named by none either.
    fn sweep(&self, writer: &IndexWriter) {
        if let Err(error) = writer.garbage_collect_files().wait() {
            tracing::warn!(dir = %self.dir.display(), %error, "cannot remove what an unfinished commit left in the index");
        }
    }

    /// Lets go of the writer, its memory and its lock, once its merges are done.
    pub fn rest(&self) {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.close(writer);
        let _ = self.refresh();
    }

    /// Copies the index, as it is committed, into the folder `dir`. The files of segments are never written again: they
    /// get a second name where the disk allows it.
    ///
    /// # Errors
    /// [`EngineError::Disk`] if the folder cannot be written.
    pub fn copy_to(&self, dir: &Path) -> Result<(), EngineError> {
        self.rest();
        let copy = || -> std::io::Result<()> {
            std::fs::create_dir_all(dir)?;
            for entry in std::fs::read_dir(&self.dir)? {
                let (from, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
                let to = dir.join(&name);
                let name = name.to_string_lossy();
                if name.ends_with(".lock") {
                    continue;
                }
                let is_segment = !name.ends_with(".json");
                if !(is_segment && std::fs::hard_link(&from, &to).is_ok()) {
                    std::fs::copy(&from, &to)?;
                }
            }
            Ok(())
        };
        copy().map_err(|error| EngineError::Disk { dir: dir.to_owned(), source: error.into() })
    }

    /// A file that the last commit names and the folder does not have, or not as it was opened. Searches go on with what
    /// they have of it.
    pub fn spoilt(&self) -> Option<PathBuf> {
        // A merge that ends between reading the record and looking takes files away rightly: then the record is another
        // one at the next look.
        let look = || match self.index.searchable_segment_metas() {
            Ok(segments) => {
                let files = self.files.as_ref()?;
                let managed = self.index.directory().list_managed_files();
                let parts = |segment: &SegmentMeta| {
                    let deletes =
                        segment.has_deletes().then(|| segment.relative_path(SegmentComponent::Delete));
                    let parts = PARTS.map(|part| segment.relative_path(part)).into_iter().chain(deletes);
                    parts.collect::<Vec<_>>()
                };
                let named = segments.iter().flat_map(parts).filter(|file| managed.contains(file));
                named.into_iter().find(|file| !files.is_as_it_was(file)).map(|file| self.dir.join(file))
            }
            Err(_) => Some(self.dir.join("meta.json")),
        };
        for _ in 1..LOOKS {
            look()?;
            std::thread::sleep(AGAIN);
        }
        look()
    }

    fn close(&self, open: Option<Open>) {
        if let Some(open) = open {
            // A merge that fails leaves the segments it would have merged: slower, not wrong.
            let _ = open.writer.wait_merging_threads();
        }
    }

    fn refresh(&self) -> tantivy::Result<()> {
        self.reader.reload()?;
        let before = self.snapshot();
        let snapshot = Snapshot::new(self.reader.searcher(), &self.fields, Some(&before))?;
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }

    fn disk(&self, source: tantivy::TantivyError) -> EngineError {
        EngineError::Disk { dir: self.dir.clone(), source }
    }
}

/// A writer, and for what it was opened.
struct Open {
    size: Size,
    writer: IndexWriter,
}

/// Changes on their way into the index. Dropped without [`Batch::finish`], they leave no trace.
pub(in crate::search) struct Batch<'a> {
    store: &'a Store,
    writer: std::sync::MutexGuard<'a, Option<Open>>,
    is_finished: bool,
}

/// What was not finished goes with its writer: the next batch must not commit it.
impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            *self.writer = None;
        }
    }
}

impl Batch<'_> {
    /// Puts an article in place of its earlier version.
    ///
    /// # Errors
    /// [`EngineError::Disk`] if the writer died of a full or failing disk.
    pub fn upsert(&self, prepared: Prepared) -> Result<(), EngineError> {
        self.remove(prepared.card.id.as_str());
        self.add(prepared)
    }

    /// Adds an article that the index does not hold yet.
    ///
    /// # Errors
    /// As [`Batch::upsert`].
    pub fn add(&self, prepared: Prepared) -> Result<(), EngineError> {
        match self.writer.as_ref() {
            Some(open) => open
                .writer
                .add_document(prepared.document)
                .map(drop)
                .map_err(|source| self.store.disk(source)),
            None => Ok(()),
        }
    }

    /// Removes an article.
    pub fn remove(&self, id: &str) {
        if let Some(open) = self.writer.as_ref() {
            open.writer.delete_term(Term::from_field_text(self.store.fields.id, id));
        }
    }

    /// Commits, reloads, and shows the new state.
    ///
    /// # Errors
    /// [`EngineError::Disk`]; the index is then as it was before, and a later batch starts afresh.
    pub fn finish(mut self) -> Result<(), EngineError> {
        self.is_finished = true;
        let Some(open) = self.writer.as_mut() else { return Ok(()) };
        let committed = open.writer.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(fingerprint());
            prepared.commit()
        });
        if let Err(source) = committed {
            // A writer that failed once stays broken: drop it, so that the next batch opens a new one.
            *self.writer = None;
            return Err(self.store.disk(source));
        }
        self.store.refresh().map_err(|source| self.store.disk(source))
    }
}

/// Articles are stored as they are, each apart: of the thirty that a search looks at, unpacking took longer than looking.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: 1,
        ..IndexSettings::default()
    }
}

/// When segments become one. A correction is a segment of one article: those are merged with their like, not, as tantivy
/// would by itself, with everything below ten thousand articles, which a Baza Wiedzy is as a whole.
fn merging() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_layer_size(SMALL_SEGMENT);
    policy.set_del_docs_ratio_before_merge(TOLERATED_DELETIONS);
    policy
}

/// Names the shape of the index and the analyser that filled it: by the numbers that people raise, and by what schema and
/// analyser are, for people forget.
pub(in crate::search) fn fingerprint() -> &'static str {
    static FINGERPRINT: LazyLock<String> =
        LazyLock::new(|| fingerprint_of(&Fields::new().schema, &Analyzer::fingerprint()));
    &FINGERPRINT
}

fn fingerprint_of(schema: &Schema, analyzer: &str) -> String {
    // A schema is a list of plain values; were it none, its fields by name would still tell most.
    let shape = serde_json::to_vec(schema).unwrap_or_else(|_| format!("{schema:?}").into_bytes());
    let digest: String = Sha256::digest(shape).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("schema {} {digest} text {analyzer}", schema::VERSION)
}

#[cfg(test)]
mod tests;
