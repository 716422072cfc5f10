//! What a sentence means, as a vector: two that mean the same point the same way, whatever their words.
//!
//! [`SentenceModel`] is all that the layers above know of one; [`E5`] reads the files of one kind. A model is never
//! needed: everything works without, and whoever names none pays nothing.

mod e5;
/// A model of a few kilobytes, of the tests' own making.
#[cfg(test)]
#[path = "../../../tests/model/tiny.rs"]
pub(crate) mod tiny;

pub use e5::E5;

/// What stands in a text that is to be understood; models are taught to tell the two apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Somebody asks.
    Question,
    /// Something answers.
    Passage,
}

/// Turns texts into vectors. Slow beside a search: tens of milliseconds of one core for each text.
pub trait SentenceModel: Send + Sync {
    /// How many numbers a vector has.
    fn width(&self) -> usize;

    /// The vectors of `texts`, in their order, each of length one; none for a text of which the model makes nothing.
    fn vectors(&self, part: Part, texts: &[&str]) -> Vec<Option<Vec<f32>>>;
}

/// Why a file is no model.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It begins otherwise.
    #[error("to nie jest plik modelu E5S1 w wersji 1")]
    Stranger,
    /// It ends before it has said what it announces.
    #[error("plik jest ucięty: kończy się, zanim poda {0}")]
    Cut(&'static str),
    /// It says what cannot be.
    #[error("plik jest uszkodzony: {0}")]
    Absurd(String),
}

/// The cosine of two vectors of length one.
pub fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Makes a vector one long; `None` where it has no direction.
fn unit(mut vector: Vec<f32>) -> Option<Vec<f32>> {
    let length = cosine(&vector, &vector).sqrt();
    if !length.is_finite() || length <= f32::EPSILON {
        return None;
    }
    vector.iter_mut().for_each(|number| *number /= length);
    Some(vector)
}
