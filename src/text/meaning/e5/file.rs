//! The bytes of a model file, each length of which is somebody else's claim.
//!
//! ```text
//! "E5S1" version  width layers heads inner words longest sorts  epsilon  block      the shape
//! count begin end pad unknown  bytes  offsets… scores… letters…                      pieces of words
//! count bytes  (letter, n, letters…)…                                                 how letters are written
//! count  (name, kind, numbers, offset, bytes)…                                        where the tensors stand
//! tensors: floats, or blocks of 32 weights: a half-precision scale and a nibble each
//! ```

use std::collections::HashMap;

use ndarray::Array2;

use super::ModelError;

/// Weights of a block share a scale.
pub(super) const BLOCK: usize = 32;
/// A scale of two bytes and 32 nibbles: weight `i` in the lower half of byte `i`, `i + 16` in the upper.
const BLOCK_BYTES: usize = 2 + BLOCK / 2;
/// What no model of this kind comes near; it keeps a lying file from asking for all memory.
const MOST: usize = 1 << 20;

/// How large everything is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Shape {
    /// Of a vector.
    pub width: usize,
    pub layers: usize,
    pub heads: usize,
    /// Of the layer between two.
    pub inner: usize,
    /// Rows of the table of words.
    pub words: usize,
    /// Tokens that it was taught to take.
    pub longest: usize,
    pub sorts: usize,
    pub epsilon: f32,
}

/// Reads on and on.
pub(super) struct Reader<'a> {
    whole: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { whole: bytes, rest: bytes }
    }

    /// The next `count` bytes, which hold `what`.
    pub fn bytes(&mut self, count: usize, what: &'static str) -> Result<&'a [u8], ModelError> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(ModelError::Cut(what))?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], ModelError> {
        let (taken, rest) = self.rest.split_first_chunk().ok_or(ModelError::Cut(what))?;
        self.rest = rest;
        Ok(*taken)
    }

    pub fn byte(&mut self, what: &'static str) -> Result<u8, ModelError> {
        self.array::<1>(what).map(|[byte]| byte)
    }

    pub fn number(&mut self, what: &'static str) -> Result<u32, ModelError> {
        self.array(what).map(u32::from_le_bytes)
    }

    fn float(&mut self, what: &'static str) -> Result<f32, ModelError> {
        let float = self.array(what).map(f32::from_le_bytes)?;
        if float.is_finite() { Ok(float) } else { Err(absurd(format!("{what} nie jest liczbą"))) }
    }

    /// A number of things, of which there is at least one.
    pub fn count(&mut self, what: &'static str) -> Result<usize, ModelError> {
        match self.number(what)? as usize {
            count @ 1..=MOST => Ok(count),
            count => Err(absurd(format!("{what}: {count}"))),
        }
    }

    /// A length in bytes.
    pub fn length(&mut self, what: &'static str) -> Result<usize, ModelError> {
        let length = self.array(what).map(u64::from_le_bytes)?;
        usize::try_from(length).map_err(|_| ModelError::Cut(what))
    }

    /// The shape, with which the file begins.
    pub fn shape(&mut self) -> Result<Shape, ModelError> {
        let what = "rozmiary";
        if self.rest.get(..8) != Some(b"E5S1\x01\0\0\0") {
            return Err(ModelError::Stranger);
        }
        self.bytes(8, what)?;
        let mut next = || self.count(what);
        let shape = Shape {
            width: next()?,
            layers: next()?,
            heads: next()?,
            inner: next()?,
            words: next()?,
            longest: next()?,
            sorts: next()?,
            epsilon: self.float(what)?,
        };
        let block = self.count(what)?;
        let fits = |size: usize| size.is_multiple_of(BLOCK) && size <= 1 << 14;
        if block != BLOCK
            || !fits(shape.width)
            || !fits(shape.inner)
            || !shape.width.is_multiple_of(shape.heads)
            || shape.layers > 64
            || !(8..=1 << 13).contains(&shape.longest)
            || shape.epsilon <= 0.0
        {
            return Err(absurd(format!("rozmiary do siebie nie pasują: {shape:?}")));
        }
        Ok(shape)
    }

    /// What stands where.
    pub fn tensors(&mut self, shape: &Shape) -> Result<Tensors<'a>, ModelError> {
        let what = "spis tensorów";
        let count = self.count(what)?;
        // Each has a name and where it stands.
        if count > 32 * (shape.layers + 1) {
            return Err(absurd(format!("{what} ma {count} pozycji")));
        }
        let mut tensors = HashMap::with_capacity(count);
        for _ in 0..count {
            let letters = self.array(what).map(u16::from_le_bytes)?;
            let name = String::from_utf8_lossy(self.bytes(letters.into(), what)?).into_owned();
            let packed = match self.byte(what)? {
                0 => false,
                1 => true,
                kind => return Err(absurd(format!("tensor {name} jest rodzaju {kind}"))),
            };
            let numbers = self.number(what)? as usize;
            let (from, bytes) = (self.length(what)?, self.length(what)?);
            let needed = if packed {
                numbers.is_multiple_of(BLOCK).then_some(numbers / BLOCK * BLOCK_BYTES)
            } else {
                numbers.checked_mul(size_of::<f32>())
            };
            if needed != Some(bytes) {
                return Err(absurd(format!("tensor {name} ma {numbers} liczb w {bytes} bajtach")));
            }
            let to = from.checked_add(bytes).ok_or(ModelError::Cut("tensory"))?;
            let bytes = self.whole.get(from..to).ok_or(ModelError::Cut("tensory"))?;
            tensors.insert(name, Tensor { packed, bytes });
        }
        Ok(Tensors(tensors))
    }
}

/// What the file says cannot be.
pub(super) fn absurd(why: String) -> ModelError {
    ModelError::Absurd(why)
}

/// Numbers as they stand in the file.
#[derive(Clone, Copy)]
struct Tensor<'a> {
    packed: bool,
    bytes: &'a [u8],
}

/// The tensors of a file, by name.
pub(super) struct Tensors<'a>(HashMap<String, Tensor<'a>>);

impl<'a> Tensors<'a> {
    fn find(&self, name: &str, packed: bool, numbers: usize) -> Result<&'a [u8], ModelError> {
        let tensor = self.0.get(name).ok_or_else(|| absurd(format!("brakuje tensora {name}")))?;
        let bytes = if packed { numbers / BLOCK * BLOCK_BYTES } else { numbers * size_of::<f32>() };
        if tensor.packed != packed || tensor.bytes.len() != bytes {
            return Err(absurd(format!("tensor {name} nie ma {numbers} liczb")));
        }
        Ok(tensor.bytes)
    }

    /// Plain numbers.
    pub fn floats(&self, name: &str, count: usize) -> Result<Vec<f32>, ModelError> {
        let bytes = self.find(name, false, count)?;
        let (floats, _) = bytes.as_chunks();
        let floats: Vec<f32> = floats.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
        if floats.iter().all(|float| float.is_finite()) { Ok(floats) } else { Err(not_numbers(name)) }
    }

    /// Packed numbers, unpacked: `rows` of `columns`.
    pub fn matrix(&self, name: &str, rows: usize, columns: usize) -> Result<Array2<f32>, ModelError> {
        let rows = self.rows(name, rows, columns)?;
        let mut numbers = vec![0.0; rows.count() * columns];
        for (at, row) in numbers.chunks_exact_mut(columns).enumerate() {
            rows.unpack(at, row);
        }
        Array2::from_shape_vec((rows.count(), columns), numbers).map_err(|_| not_numbers(name))
    }

    /// Packed numbers, kept as they are.
    pub fn rows(&self, name: &str, rows: usize, columns: usize) -> Result<Rows, ModelError> {
        let numbers = rows.checked_mul(columns).ok_or_else(|| not_numbers(name))?;
        let bytes = self.find(name, true, numbers)?;
        let (blocks, _) = bytes.as_chunks::<BLOCK_BYTES>();
        if blocks.iter().all(|[low, high, ..]| half(u16::from_le_bytes([*low, *high])).is_finite()) {
            Ok(Rows { bytes: bytes.to_vec(), row: columns / BLOCK * BLOCK_BYTES })
        } else {
            Err(not_numbers(name))
        }
    }
}

fn not_numbers(name: &str) -> ModelError {
    absurd(format!("w tensorze {name} nie stoją liczby"))
}

/// A table of packed numbers of which few rows are read at a time.
pub(super) struct Rows {
    bytes: Vec<u8>,
    row: usize,
}

impl Rows {
    pub fn count(&self) -> usize {
        self.bytes.len() / self.row
    }

    /// Writes the row `at` into `numbers`; a row that is not there leaves them as they are.
    pub fn unpack(&self, at: usize, numbers: &mut [f32]) {
        let Some(row) = self.bytes.chunks_exact(self.row).nth(at) else { return };
        let (blocks, _) = row.as_chunks::<BLOCK_BYTES>();
        for ([low, high, nibbles @ ..], numbers) in blocks.iter().zip(numbers.chunks_exact_mut(BLOCK)) {
            let scale = half(u16::from_le_bytes([*low, *high]));
            let weight = |nibble: u8| (f32::from(nibble) - 8.0) * scale;
            let (lower, upper) = numbers.split_at_mut(BLOCK / 2);
            for ((lower, upper), pair) in lower.iter_mut().zip(upper).zip(nibbles) {
                (*lower, *upper) = (weight(pair & 0x0f), weight(pair >> 4));
            }
        }
    }
}

/// A number of half precision (IEEE 754 binary16).
fn half(bits: u16) -> f32 {
    let magnitude = f32::from(bits & 0x03ff);
    let value = match (bits >> 10) & 0x1f {
        0 => magnitude * 2f32.powi(-24),
        31 if magnitude == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        exponent => (1.0 + magnitude / 1024.0) * 2f32.powi(i32::from(exponent) - 15),
    };
    if bits & 0x8000 == 0 { value } else { -value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_read_as_the_standard_has_them() {
        let known = [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x7bff, 65504.0),
        ];
        for (bits, value) in known {
            assert_eq!(half(bits), value, "{bits:#x}");
        }
        assert!(half(0x7c00).is_infinite() && half(0x7e00).is_nan());
    }
}
