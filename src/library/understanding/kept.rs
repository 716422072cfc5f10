//! Vectors that were made once, by hash of their text; in memory, and in a file for each model below `index/`.
//!
//! ```text
//! "DWZ1"  numbers in a vector
//! hash of the text (16)  scale  numbers  beginning of the hash of these (4)        for each
//! ```
//! The file may be deleted, cut or written over at any moment, as all of the index: what is not whole is made again.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;

use crate::library::disk;
use crate::search::Compact;

/// Names a text.
pub(super) type Key = [u8; 16];

const MAGIC: &[u8; 4] = b"DWZ1";
const HEADER: usize = MAGIC.len() + size_of::<u32>();
const CHECK: usize = 4;
/// A larger file is none of ours.
const LARGEST: u64 = 4 << 30;

/// Names a text.
pub(super) fn key(text: &str) -> Key {
    disk::digest(&[text.as_bytes()])
}

/// The vectors of one model.
pub(super) struct Kept {
    vectors: HashMap<Key, Arc<Compact>>,
    file: PathBuf,
    width: usize,
    /// Bytes that the file has if nobody else touched it.
    length: u64,
}

impl Kept {
    /// What was kept in `index` of the model `name`.
    pub fn open(index: &Path, name: Key, width: usize) -> Self {
        let file = index.join(format!("znaczenia-{}.bin", HEXLOWER.encode(&name[..8])));
        let mut kept = Self { vectors: HashMap::new(), file, width, length: 0 };
        match disk::read_at_most(&kept.file, LARGEST) {
            Ok(bytes) => {
                kept.length = kept.read(&bytes);
                if kept.length != bytes.len() as u64 {
                    let (file, whole) = (kept.file.display(), kept.vectors.len());
                    tracing::warn!(%file, whole, "vectors of texts are damaged; those that are not whole are made again");
                }
            }
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                tracing::warn!(file = %kept.file.display(), %error, "vectors of texts are made again")
            }
        }
        kept
    }

    /// Takes over the records that are whole, up to the first that is not; gives how many bytes that is.
    fn read(&mut self, bytes: &[u8]) -> u64 {
        if bytes.get(..HEADER) != Some(&self.header()[..]) {
            return 0;
        }
        let mut length = HEADER;
        for record in bytes[HEADER..].chunks_exact(self.record()) {
            let (content, check) = record.split_at(record.len() - CHECK);
            let Some((key, vector)) = content.split_first_chunk() else { break };
            if check != &disk::digest(&[content])[..CHECK] {
                break;
            }
            let Some(vector) = Compact::read(vector) else { break };
            self.vectors.insert(*key, Arc::new(vector));
            length += record.len();
        }
        length as u64
    }

    fn header(&self) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        header[..MAGIC.len()].copy_from_slice(MAGIC);
        header[MAGIC.len()..].copy_from_slice(&(self.width as u32).to_le_bytes());
        header
    }

    /// Bytes of a record.
    fn record(&self) -> usize {
        size_of::<Key>() + size_of::<f32>() + self.width + CHECK
    }

    pub fn has(&self, key: &Key) -> bool {
        self.vectors.contains_key(key)
    }

    pub fn get(&self, key: &Key) -> Option<Arc<Compact>> {
        self.vectors.get(key).cloned()
    }

    /// Keeps more of them. What cannot be written is known as long as this process lives.
    pub fn add(&mut self, more: impl Iterator<Item = (Key, Compact)>) {
        let more: Vec<(Key, Arc<Compact>)> = more.map(|(key, vector)| (key, Arc::new(vector))).collect();
        let written = self.append(&more);
        self.vectors.extend(more);
        if let Err(error) = written.or_else(|_| self.write()) {
            tracing::warn!(file = %self.file.display(), %error, "vectors of texts are not kept");
        }
    }

    /// Writes `more` behind what is there, if that is what was written last.
    fn append(&mut self, more: &[(Key, Arc<Compact>)]) -> io::Result<()> {
        let mut file = fs::OpenOptions::new().append(true).open(&self.file)?;
        if self.length == 0 || file.metadata()?.len() != self.length {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let bytes: Vec<u8> = more.iter().flat_map(|(key, vector)| packed(key, vector)).collect();
        file.write_all(&bytes)?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// Writes all of them anew.
    fn write(&mut self) -> io::Result<()> {
        let records = self.vectors.iter().flat_map(|(key, vector)| packed(key, vector));
        let bytes: Vec<u8> = self.header().into_iter().chain(records).collect();
        self.length = 0;
        disk::write_whole(&self.file, &bytes)?;
        self.length = bytes.len() as u64;
        Ok(())
    }

    /// Forgets vectors that no article has any more; the file is written anew when a tenth of it is such.
    pub fn forget_all_but(&mut self, used: &HashSet<*const Compact>) {
        let before = self.vectors.len();
        let unused = self.vectors.values().filter(|vector| !used.contains(&Arc::as_ptr(vector))).count();
        if unused * 10 <= before {
            return;
        }
        self.vectors.retain(|_, vector| used.contains(&Arc::as_ptr(vector)));
        if let Err(error) = self.write() {
            tracing::warn!(file = %self.file.display(), %error, "vectors of texts are not kept");
        }
    }
}

/// A record.
fn packed(key: &Key, vector: &Compact) -> Vec<u8> {
    let mut record = [&key[..], &vector.bytes()].concat();
    let check = disk::digest(&[&record]);
    record.extend(&check[..CHECK]);
    record
}
