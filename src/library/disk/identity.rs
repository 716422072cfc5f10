//! Which folder a folder is, under whatever name.

use std::fmt;
use std::fs;
use std::io::{self, ErrorKind};
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

/// Which folder it is, under whatever name: another one that stands in its place is another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub(super) device: u64,
    pub(super) inode: u64,
    /// Numbers of inodes are given out again; the moment of birth is not.
    pub(super) born: Option<SystemTime>,
}

impl Identity {
    /// The folder at `path`, links followed.
    ///
    /// # Errors
    /// What the system says, or that it is no folder.
    pub fn of(path: &Path) -> io::Result<Self> {
        let meta = fs::metadata(path)?;
        if !meta.is_dir() {
            return Err(io::Error::from(ErrorKind::NotADirectory));
        }
        #[cfg(unix)]
        let (device, inode) = (meta.dev(), meta.ino());
        #[cfg(not(unix))]
        let (device, inode) = (0, 0);
        Ok(Self { device, inode, born: meta.created().ok() })
    }
}

/// Three numbers: device, inode, nanoseconds of birth since 1970 (`-` where the disk does not know).
impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ", self.device, self.inode)?;
        match self.born.and_then(|born| born.duration_since(SystemTime::UNIX_EPOCH).ok()) {
            Some(born) => write!(f, "{}", born.as_nanos()),
            None => f.write_str("-"),
        }
    }
}

/// A line that [`Identity`] does not write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoIdentity;

impl FromStr for Identity {
    type Err = NoIdentity;

    fn from_str(line: &str) -> Result<Self, NoIdentity> {
        let mut parts = line.split_whitespace();
        let mut number = || parts.next().and_then(|part| part.parse().ok()).ok_or(NoIdentity);
        let (device, inode) = (number()?, number()?);
        let born = match parts.next() {
            Some("-") => None,
            Some(nanos) => {
                let nanos = nanos.parse().map_err(|_| NoIdentity)?;
                Some(SystemTime::UNIX_EPOCH.checked_add(Duration::from_nanos(nanos)).ok_or(NoIdentity)?)
            }
            None => return Err(NoIdentity),
        };
        if parts.next().is_some() { Err(NoIdentity) } else { Ok(Self { device, inode, born }) }
    }
}
