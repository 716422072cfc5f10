//! The encoder: a row of numbers for each token, changed by one layer after another, and their mean in the end (Devlin et
//! al., "BERT", NAACL 2019). One thread; whoever has several runs several texts.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut1, Axis, s};

use super::ModelError;
use super::file::{Rows, Shape, Tensors};

/// All weights.
pub(super) struct Network {
    shape: Shape,
    /// A row for each piece; by far the largest part, and read a few rows at a time: it stays packed.
    words: Rows,
    /// A row for each place in a text, with what is added to all.
    places: Array2<f32>,
    first: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    /// What a token asks, what it answers to, and what it says, side by side.
    attention: Dense,
    said: Dense,
    after_said: Norm,
    inner: Dense,
    outer: Dense,
    after_outer: Norm,
}

/// A product with a matrix, and something added.
struct Dense {
    weights: Array2<f32>,
    bias: Array1<f32>,
}

/// Makes a row's mean nought and its spread one, then scales and shifts it.
struct Norm {
    scale: Array1<f32>,
    shift: Array1<f32>,
    epsilon: f32,
}

impl Network {
    pub fn read(shape: &Shape, tensors: &Tensors<'_>) -> Result<Self, ModelError> {
        let Shape { width, inner, longest, sorts, .. } = *shape;
        let mut places = array(tensors.floats("emb.pos", longest * width)?, longest)?;
        // There is one sort of text here: the first.
        places += &Array1::from(tensors.floats("emb.type", sorts * width)?).slice(s![..width]);
        let norm = |name: &str| {
            Ok(Norm {
                scale: tensors.floats(&format!("{name}.w"), width)?.into(),
                shift: tensors.floats(&format!("{name}.b"), width)?.into(),
                epsilon: shape.epsilon,
            })
        };
        let dense = |name: &str, to: usize, from: usize| {
            Ok(Dense {
                weights: tensors.matrix(&format!("{name}.w"), to, from)?,
                bias: tensors.floats(&format!("{name}.b"), to)?.into(),
            })
        };
        let layer = |number: usize| {
            let dense = |name: &str, to, from| dense(&format!("l{number}.{name}"), to, from);
            let norm = |name: &str| norm(&format!("l{number}.{name}"));
            Ok(Layer {
                attention: Dense::beside([
                    dense("q", width, width)?,
                    dense("k", width, width)?,
                    dense("v", width, width)?,
                ]),
                said: dense("ao", width, width)?,
                after_said: norm("aln")?,
                inner: dense("fi", inner, width)?,
                outer: dense("fo", width, inner)?,
                after_outer: norm("oln")?,
            })
        };
        Ok(Self {
            shape: *shape,
            words: tensors.rows("emb.word", shape.words, width)?,
            places,
            first: norm("emb.ln")?,
            layers: (0..shape.layers).map(layer).collect::<Result<_, ModelError>>()?,
        })
    }

    pub fn width(&self) -> usize {
        self.shape.width
    }

    /// Tokens that one text may have.
    pub fn longest(&self) -> usize {
        self.shape.longest
    }

    /// The mean row of each text, which are their tokens' numbers. They go through together: each weight is fetched once.
    pub fn means<'a>(&self, texts: impl Iterator<Item = &'a [usize]> + Clone) -> Vec<Vec<f32>> {
        let total = texts.clone().map(<[usize]>::len).sum();
        let mut rows = Array2::zeros((total, self.shape.width));
        let mut spans = Vec::new();
        let mut begin = 0;
        for text in texts {
            for (at, (&token, place)) in text.iter().zip(self.places.rows()).enumerate() {
                let mut row = rows.row_mut(begin + at);
                if let Some(numbers) = row.as_slice_mut() {
                    self.words.unpack(token, numbers);
                }
                row += &place;
            }
            spans.push(begin..begin + text.len());
            begin += text.len();
        }
        self.first.apply(&mut rows);
        for layer in &self.layers {
            let asked = layer.attention.of(rows.view());
            let mut heard = Array2::zeros(rows.raw_dim());
            for span in &spans {
                self.attend(asked.slice(s![span.clone(), ..]), heard.slice_mut(s![span.clone(), ..]));
            }
            rows += &layer.said.of(heard.view());
            layer.after_said.apply(&mut rows);
            let mut inner = layer.inner.of(rows.view());
            inner.mapv_inplace(gelu);
            rows += &layer.outer.of(inner.view());
            layer.after_outer.apply(&mut rows);
        }
        let mean = |span| rows.slice(s![span, ..]).mean_axis(Axis(0)).map(|mean| mean.to_vec());
        spans.into_iter().map(|span| mean(span).unwrap_or_else(|| vec![0.0; self.shape.width])).collect()
    }

    /// What each token of one text hears of the others, by how well its question meets their answers.
    fn attend(&self, asked: ArrayView2<'_, f32>, mut heard: ndarray::ArrayViewMut2<'_, f32>) {
        let Shape { width, heads, .. } = self.shape;
        let each = width / heads;
        let scale = 1.0 / (each as f32).sqrt();
        for head in 0..heads {
            let part = |of: usize| {
                let from = of * width + head * each;
                asked.slice(s![.., from..from + each])
            };
            let mut shares = part(0).dot(&part(1).t());
            shares.rows_mut().into_iter().for_each(|row| soften(row, scale));
            general_mat_mul(
                1.0,
                &shares,
                &part(2),
                0.0,
                &mut heard.slice_mut(s![.., head * each..(head + 1) * each]),
            );
        }
    }
}

/// A matrix of `rows`.
fn array(numbers: Vec<f32>, rows: usize) -> Result<Array2<f32>, ModelError> {
    let columns = numbers.len() / rows;
    Array2::from_shape_vec((rows, columns), numbers).map_err(|cause| super::file::absurd(cause.to_string()))
}

/// Shares that add up to one, the greater the number the greater by far.
fn soften(mut row: ArrayViewMut1<'_, f32>, scale: f32) {
    let most = row.fold(f32::NEG_INFINITY, |most, number| most.max(*number));
    row.mapv_inplace(|number| ((number - most) * scale).exp());
    let sum = row.sum();
    row /= sum;
}

impl Dense {
    /// Several of one input as one, their outputs side by side.
    fn beside<const N: usize>(parts: [Self; N]) -> Self {
        let columns = parts.first().map_or(0, |part| part.weights.ncols());
        let mut all = Self { weights: Array2::zeros((0, columns)), bias: Array1::zeros(0) };
        for part in parts {
            // Both have the width of the network, by which they were read.
            let _ = all.weights.append(Axis(0), part.weights.view());
            let _ = all.bias.append(Axis(0), part.bias.view());
        }
        all
    }

    fn of(&self, rows: ArrayView2<'_, f32>) -> Array2<f32> {
        let mut out = rows.dot(&self.weights.t());
        out += &self.bias;
        out
    }
}

impl Norm {
    fn apply(&self, rows: &mut Array2<f32>) {
        for mut row in rows.rows_mut() {
            let count = row.len() as f32;
            let mean = row.sum() / count;
            row -= mean;
            let spread = (row.dot(&row) / count + self.epsilon).sqrt();
            row /= spread;
            row *= &self.scale;
            row += &self.shift;
        }
    }
}

/// The Gaussian error linear unit: `x` times the share of a normal distribution below it (Hendrycks and Gimpel, 2016).
fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + error_function(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// `erf` as a ratio of two polynomials, with the coefficients of Eigen: right to 3 units of the last place, and without a
/// branch, so that the compiler does several at once.
fn error_function(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let square = x * x;
    let horner = |coefficients: &[f32]| coefficients.iter().fold(0.0, |sum, next| sum * square + next);
    let above = horner(&[
        -2.726_142_3e-10,
        2.770_681_4e-8,
        -2.101_024e-6,
        -5.692_506_4e-5,
        -7.349_906_5e-4,
        -2.954_6e-3,
        -1.609_603_3e-2,
    ]);
    let below = horner(&[-1.456_607_2e-5, -2.133_740_6e-4, -1.682_827e-3, -7.373_329_2e-3, -1.426_474e-2]);
    x * above / below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_function_is_right_where_tables_have_it() {
        let known = [
            (0.0, 0.0),
            (0.5, 0.520_499_9),
            (1.0, 0.842_700_8),
            (2.0, 0.995_322_3),
            (-1.5, -0.966_105_15),
            (9.0, 1.0),
        ];
        for (x, value) in known {
            assert!((error_function(x) - value).abs() < 1e-6, "{x}: {}", error_function(x));
        }
    }
}
