//! A sentence model of two layers and thirty-two numbers, written as the real one is: for the tests of the library and
//! those of the program alike.

use std::collections::BTreeMap;

const WIDTH: usize = 32;
const LAYERS: usize = 2;
const SPACE: &str = "\u{2581}";

/// The bytes of a model that knows these words: words of one sense mean the same to it, of two senses nothing alike, and
/// any other word nothing at all. In one that is `entangled` every other weight says something, too.
pub fn model(words: &[(&str, usize)], entangled: bool) -> Vec<u8> {
    let weight = |name: &str, at: usize| {
        let seed =
            name.bytes().fold(at as u32 + 1, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        if entangled { (seed.wrapping_mul(2_654_435_761) >> 16) as i32 % 8 } else { 0 }
    };
    let mut pieces: Vec<(String, f32)> =
        ["<s>", "<pad>", "</s>", "<unk>"].map(|special| (special.to_owned(), 0.0)).to_vec();
    let letters: BTreeMap<char, ()> = ('a'..='z').chain(":.".chars()).map(|letter| (letter, ())).collect();
    pieces.push((SPACE.to_owned(), -6.0));
    pieces.extend(letters.keys().map(|letter| (letter.to_string(), -8.0)));
    let first = pieces.len();
    pieces.extend(words.iter().map(|(word, _)| (format!("{SPACE}{word}"), -4.0)));

    let mut out = b"E5S1".to_vec();
    let number = |out: &mut Vec<u8>, number: usize| out.extend((number as u32).to_le_bytes());
    for size in [1, WIDTH, LAYERS, 2, WIDTH, pieces.len(), 64, 1] {
        number(&mut out, size);
    }
    out.extend(1e-12_f32.to_le_bytes());
    number(&mut out, 32);

    // Pieces: where each begins, what it is worth, and its letters.
    for special in [pieces.len(), 0, 2, 1, 3] {
        number(&mut out, special);
    }
    let text: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
    out.extend((text.len() as u64).to_le_bytes());
    let mut at = 0;
    for (piece, _) in &pieces {
        number(&mut out, at);
        at += piece.len();
    }
    number(&mut out, at);
    pieces.iter().for_each(|(_, score)| out.extend(score.to_le_bytes()));
    out.extend(text.bytes());
    // Small letters for capitals.
    number(&mut out, 26);
    number(&mut out, 26 * 9);
    for capital in 'A'..='Z' {
        number(&mut out, capital as usize);
        out.push(1);
        number(&mut out, capital.to_ascii_lowercase() as usize);
    }

    let mut tensors: Vec<(String, bool, Vec<u8>, usize)> = Vec::new();
    let mut packed = |name: String, rows: usize, weight: &dyn Fn(usize, usize) -> i32| {
        let mut bytes = Vec::new();
        for row in 0..rows {
            bytes.extend(0x3000_u16.to_le_bytes()); // an eighth
            let nibble = |column: usize| (weight(row, column) + 8) as u8;
            bytes.extend((0..WIDTH / 2).map(|column| nibble(column) | nibble(column + WIDTH / 2) << 4));
        }
        tensors.push((name, true, bytes, rows * WIDTH));
    };
    packed("emb.word".to_owned(), pieces.len(), &|row, column| {
        let sense = row.checked_sub(first).and_then(|word| words.get(word)).map(|(_, sense)| *sense);
        weight("emb.word", row * WIDTH + column) + if sense == Some(column) { 7 } else { 0 }
    });
    for layer in 0..LAYERS {
        for name in ["q", "k", "v", "ao", "fi", "fo"] {
            let name = format!("l{layer}.{name}.w");
            packed(name.clone(), WIDTH, &|row, column| weight(&name, row * WIDTH + column));
        }
    }
    let mut floats = |name: String, count: usize, base: f32| {
        let numbers = (0..count).map(|at| base + weight(&name, at) as f32 / 16.0);
        let bytes = numbers.flat_map(f32::to_le_bytes).collect();
        tensors.push((name, false, bytes, count));
    };
    floats("emb.pos".to_owned(), 64 * WIDTH, 0.0);
    floats("emb.type".to_owned(), WIDTH, 0.0);
    let norms = (0..LAYERS).flat_map(|layer| [format!("l{layer}.aln"), format!("l{layer}.oln")]);
    for norm in norms.chain(["emb.ln".to_owned()]) {
        floats(format!("{norm}.w"), WIDTH, 1.0);
        floats(format!("{norm}.b"), WIDTH, 0.0);
    }
    for layer in 0..LAYERS {
        for name in ["q", "k", "v", "ao", "fi", "fo"] {
            floats(format!("l{layer}.{name}.b"), WIDTH, 0.0);
        }
    }

    number(&mut out, tensors.len());
    let directory: usize = tensors.iter().map(|(name, ..)| 2 + name.len() + 1 + 4 + 8 + 8).sum();
    let mut begins = out.len() + directory;
    for (name, is_packed, bytes, count) in &tensors {
        out.extend((name.len() as u16).to_le_bytes());
        out.extend(name.bytes());
        out.push(u8::from(*is_packed));
        number(&mut out, *count);
        out.extend((begins as u64).to_le_bytes());
        out.extend((bytes.len() as u64).to_le_bytes());
        begins += bytes.len();
    }
    tensors.iter().for_each(|(.., bytes, _)| out.extend(bytes));
    out
}
