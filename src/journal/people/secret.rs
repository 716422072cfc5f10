//! What opens a door: 256 random bits, and the hash by which they are known again.
//!
//! Only the hash is kept. A plain SHA-256 is enough for what nobody chose: there is no list of likely tokens to try,
//! so a slow hash would cost each request and stop nobody. The look-up goes by the whole hash, so that how long it
//! takes tells nothing about how close a guess was.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

/// The first letters of every token, by which people and secret scanners know it.
const PREFIX: &str = "dgw_";

/// 256 bits in letters and digits of five bits each (RFC 4648). They are written in lower case and without a dash: a
/// double click selects the whole.
const LENGTH: usize = 52;

/// A token or the id of a session, shown to its owner and to nobody else. Prints no part of itself in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// By which a secret is known again.
pub(in crate::journal) type Hash = [u8; 32];

/// The system gives no random numbers, so no secret can be made.
#[derive(Debug, thiserror::Error)]
#[error("system nie daje liczb losowych, więc nie ma z czego zrobić tokenu: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

impl Secret {
    /// A fresh one, from the random numbers of the system.
    ///
    /// # Errors
    /// [`NoRandomness`] if the system has none.
    pub fn draw() -> Result<Self, NoRandomness> {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits)?;
        Ok(Self::of_bits(bits))
    }

    fn of_bits(bits: [u8; 32]) -> Self {
        Self(PREFIX.to_owned() + &BASE32_NOPAD.encode(&bits).to_lowercase())
    }

    /// What somebody sent, if it has the shape of a secret at all; anything else is not worth looking up.
    pub fn read(text: &str) -> Option<Self> {
        let body = text.trim().strip_prefix(PREFIX)?;
        let shaped =
            body.len() == LENGTH && body.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
        shaped.then(|| Self(format!("{PREFIX}{body}")))
    }

    /// The secret itself, for its owner.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its first characters: enough to tell it from others, too few to guess the rest.
    pub fn hint(&self) -> String {
        format!("{}…", self.0.get(..PREFIX.len() + 4).unwrap_or(PREFIX))
    }

    pub(in crate::journal) fn hash(&self) -> Hash {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.hint())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_secret_is_read_back_as_it_was_written() {
        let secret = Secret::draw().unwrap();
        assert_eq!(secret.reveal().len(), 56);
        assert_eq!(Secret::read(&format!("  {}\n", secret.reveal())), Some(secret));
    }

    #[test]
    fn every_bit_counts() {
        let zero = Secret::of_bits([0; 32]);
        for bit in 0..256 {
            let mut bits = [0_u8; 32];
            bits[bit / 8] = 0x80 >> (bit % 8);
            let other = Secret::of_bits(bits);
            assert_ne!(other.reveal(), zero.reveal(), "bit {bit}");
            assert_ne!(other.hash(), zero.hash(), "bit {bit}");
        }
    }

    #[test]
    fn what_has_another_shape_is_no_secret() {
        for text in ["", "dgw_", "dgw_abc", "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
            assert_eq!(Secret::read(text), None, "{text}");
        }
        let upper = Secret::of_bits([7; 32]).reveal().to_uppercase();
        assert_eq!(Secret::read(&upper), None);
    }

    #[test]
    fn a_log_shows_no_more_than_the_hint() {
        let secret = Secret::of_bits([255; 32]);
        assert_eq!(format!("{secret:?}"), "Secret(dgw_7777…)");
    }
}
