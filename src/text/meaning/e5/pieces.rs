//! A text cut into the pieces that a model knows: the unigram model of SentencePiece (Kudo, "Subword Regularization",
//! ACL 2018). Of all ways to cut, the most probable.

use std::collections::HashMap;

use fst::Map;

use super::ModelError;
use super::file::{Reader, Shape, absurd};

/// Stands for a space, so that pieces know where a word begins.
const SPACE: char = '\u{2581}';
/// A letter that no piece has is worth so much less than the rarest piece.
const UNKNOWN: f32 = 10.0;
/// No text that is understood here comes near; a longer one is cut.
const LONGEST: usize = 1 << 16;

/// The pieces of a model.
pub(super) struct Pieces {
    /// Each piece's number by its bytes.
    numbers: Map<Vec<u8>>,
    /// Logarithm of each piece's probability.
    scores: Vec<f32>,
    /// How a letter is written before the text is cut.
    written: HashMap<char, Box<str>>,
    /// What stands before and behind every text.
    pub begin: usize,
    pub end: usize,
    unknown: usize,
    unknown_score: f32,
}

impl Pieces {
    pub fn read(reader: &mut Reader<'_>, shape: &Shape) -> Result<Self, ModelError> {
        let what = "części słów";
        let count = reader.count(what)?;
        let mut special = || reader.number(what).map(|number| number as usize);
        let [begin, end, _pad, unknown] = [special()?, special()?, special()?, special()?];
        if count > shape.words || [begin, end, unknown].iter().any(|number| *number >= count) {
            return Err(absurd(format!("{what}: {count}, a słów {}", shape.words)));
        }
        let letters = reader.length(what)?;
        let offsets = numbers(reader.bytes(4 * (count + 1), what)?);
        let scores: Vec<f32> =
            numbers(reader.bytes(4 * count, what)?).into_iter().map(f32::from_bits).collect();
        if scores.iter().any(|score| !score.is_finite()) {
            return Err(absurd(format!("{what}: wagi nie są liczbami")));
        }
        let letters = reader.bytes(letters, what)?;
        let mut sorted: Vec<(&[u8], u64)> = Vec::with_capacity(count);
        for (number, ends) in (0..).zip(offsets.windows(2)) {
            let piece = letters.get(ends[0] as usize..ends[1] as usize);
            let piece = piece.ok_or_else(|| absurd(format!("{what}: źle podane miejsca")))?;
            sorted.push((piece, number));
        }
        sorted.sort_unstable();
        sorted.dedup_by_key(|(piece, _)| *piece);
        let numbers = Map::from_iter(sorted).map_err(|cause| absurd(format!("{what}: {cause}")))?;
        let rarest = scores.iter().copied().fold(0.0, f32::min);
        Ok(Self {
            numbers,
            written: written(reader)?,
            begin,
            end,
            unknown,
            unknown_score: rarest - UNKNOWN,
            scores,
        })
    }

    /// The numbers of the pieces of `text`, in order.
    pub fn cut(&self, text: &str) -> Vec<usize> {
        let text = self.spell(text);
        // The best way to each place between two letters: what it is worth, its last piece, and where that begins.
        let mut ways: Vec<Option<(f32, usize, usize)>> = vec![None; text.len() + 1];
        ways[0] = Some((0.0, self.unknown, 0));
        let fst = self.numbers.as_fst();
        for (at, letter) in text.char_indices() {
            let Some((worth, ..)) = ways[at] else { continue };
            let mut reach = |to: usize, score: f32, piece: usize| {
                if ways[to].is_none_or(|(best, ..)| worth + score > best) {
                    ways[to] = Some((worth + score, piece, at));
                }
            };
            reach(at + letter.len_utf8(), self.unknown_score, self.unknown);
            let (mut node, mut number) = (fst.root(), fst::raw::Output::zero());
            for (step, &byte) in text.as_bytes()[at..].iter().enumerate() {
                let Some(next) = node.find_input(byte) else { break };
                let transition = node.transition(next);
                node = fst.node(transition.addr);
                number = number.cat(transition.out);
                if node.is_final() {
                    let piece = number.cat(node.final_output()).value() as usize;
                    if let Some(score) = self.scores.get(piece).filter(|_| piece != self.unknown) {
                        reach(at + step + 1, *score, piece);
                    }
                }
            }
        }
        let mut pieces = Vec::new();
        let mut at = text.len();
        while at > 0 {
            let Some((_, piece, from)) = ways[at] else { break };
            pieces.push(piece);
            at = from;
        }
        pieces.reverse();
        pieces
    }

    /// The text as pieces spell it: one way to write each letter, one sign for a run of spaces, and one before the text.
    fn spell(&self, text: &str) -> String {
        let mut spelled = String::with_capacity(text.len() + 8);
        let mut push = |letter: char| match letter {
            ' ' if spelled.ends_with(SPACE) => {}
            ' ' => spelled.push(SPACE),
            letter => {
                if spelled.is_empty() {
                    spelled.push(SPACE);
                }
                spelled.push(letter);
            }
        };
        for letter in text.chars().take(LONGEST) {
            match self.written.get(&letter) {
                Some(written) => written.chars().for_each(&mut push),
                None => push(letter),
            }
        }
        spelled
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    let (numbers, _) = bytes.as_chunks();
    numbers.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect()
}

/// How letters are written: each with what stands for it.
fn written(reader: &mut Reader<'_>) -> Result<HashMap<char, Box<str>>, ModelError> {
    let what = "pisownię znaków";
    let count = reader.number(what)? as usize;
    let bytes = reader.number(what)? as usize;
    let mut of_letters = Reader::new(reader.bytes(bytes, what)?);
    // A letter and the number of those that stand for it take five bytes.
    let mut written = HashMap::with_capacity(count.min(bytes / 5));
    let letter =
        |number: u32| char::from_u32(number).ok_or_else(|| absurd(format!("{what}: znak {number:#x}")));
    for _ in 0..count {
        let from = letter(of_letters.number(what)?)?;
        let length = of_letters.byte(what)?;
        let to: Result<String, ModelError> = (0..length).map(|_| letter(of_letters.number(what)?)).collect();
        written.insert(from, to?.into_boxed_str());
    }
    Ok(written)
}
