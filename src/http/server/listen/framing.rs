//! Where one request ends and the next begins, watched beside hyper for the sake of one rule.
//!
//! A request with both `Transfer-Encoding` and `Content-Length` ends in one place for us and in another for a proxy before
//! us that goes by the other one: what follows is smuggled past it. RFC 9112 (6.1) lets a server refuse such a request;
//! hyper goes by the first and takes the second away before anybody sees it. So the line that makes the second of the two
//! is broken as it comes in, and hyper refuses the head as it refuses any broken one: 400, and the connection closed.

/// What of a line is kept: no name or length that matters is longer.
const KEPT: usize = 64;

/// Follows the bytes of one connection.
#[derive(Debug, Default)]
pub(super) struct Framing {
    at: At,
    /// The beginning of the line that is on its way.
    line: Vec<u8>,
    /// Whether the line has anything in it but its end.
    filled: bool,
    length: Option<u64>,
    chunked: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum At {
    #[default]
    Head,
    /// So many bytes of a body, or of a chunk and its line end, are to come; then this.
    Bytes(u64, Next),
    ChunkSize,
    Trailers,
    /// Nothing more is known: hyper refuses what comes.
    Lost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Head,
    ChunkSize,
}

impl Framing {
    /// Takes in what was read, and breaks it where it asks for two ends.
    pub(super) fn read(&mut self, bytes: &mut [u8]) {
        let mut from = 0;
        while let Some(rest) = bytes.get_mut(from..).filter(|rest| !rest.is_empty()) {
            from += match self.at {
                At::Lost => return,
                At::Bytes(left, next) => {
                    let taken = (rest.len() as u64).min(left);
                    self.at = match (left - taken, next) {
                        (0, Next::Head) => At::Head,
                        (0, Next::ChunkSize) => At::ChunkSize,
                        (left, next) => At::Bytes(left, next),
                    };
                    taken as usize
                }
                At::Head | At::ChunkSize | At::Trailers => self.read_line(rest),
            };
        }
    }

    /// Takes in the rest of a line, or as much of it as is there; says how much that was.
    fn read_line(&mut self, bytes: &mut [u8]) -> usize {
        let end = bytes.iter().position(|&byte| byte == b'\n');
        let piece = &bytes[..end.unwrap_or(bytes.len())];
        self.filled |= piece.iter().any(|&byte| byte != b'\r');
        let room = KEPT - self.line.len().min(KEPT);
        self.line.extend_from_slice(&piece[..piece.len().min(room)]);
        let Some(end) = end else { return bytes.len() };
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).trim().to_ascii_lowercase();
        let filled = std::mem::take(&mut self.filled);
        match self.at {
            At::Head => {
                let sound = self.take_header(&line, filled);
                if !sound {
                    bytes[end] = 0;
                    self.at = At::Lost;
                }
            }
            At::ChunkSize => {
                let size = line.split(';').next().unwrap_or_default().trim();
                self.at = match u64::from_str_radix(size, 16) {
                    Ok(0) => At::Trailers,
                    Ok(size) => At::Bytes(size.saturating_add(2), Next::ChunkSize),
                    Err(_) => At::Lost,
                };
            }
            At::Trailers if !filled => self.at = At::Head,
            _ => {}
        }
        end + 1
    }

    /// Takes in a line of a head; `false` for the one by which it asks for two ends.
    fn take_header(&mut self, line: &str, filled: bool) -> bool {
        if !filled {
            let (length, chunked) = (self.length.take(), std::mem::take(&mut self.chunked));
            self.at = match (chunked, length) {
                (true, _) => At::ChunkSize,
                (false, Some(length)) if length > 0 => At::Bytes(length, Next::Head),
                _ => At::Head,
            };
            return true;
        }
        match line.split_once(':') {
            Some(("content-length", value)) => self.length = Some(value.trim().parse().unwrap_or(0)),
            Some(("transfer-encoding", _)) => self.chunked = true,
            _ => {}
        }
        !(self.chunked && self.length.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether `wire` is broken where it comes in pieces of `size` bytes.
    fn is_broken(wire: &str, size: usize) -> bool {
        let mut framing = Framing::default();
        let mut bytes = wire.as_bytes().to_vec();
        bytes.chunks_mut(size).for_each(|piece| framing.read(piece));
        bytes != wire.as_bytes()
    }

    #[test]
    fn a_head_with_two_ends_is_broken_in_whatever_pieces_and_after_whatever_came_before() {
        let te = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n";
        let cl = "POST / HTTP/1.1\r\ncontent-length: 3\r\nTRANSFER-ENCODING: gzip, chunked\r\n\r\n0\r\n\r\n";
        let before = [
            "",
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\na\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\na\r\n\r\n0\r\nX: y\r\n\r\n",
        ];
        for wire in [te, cl] {
            for before in before {
                for size in [1, 2, 7, 1000] {
                    assert!(is_broken(&format!("{before}{wire}"), size), "{before}{wire} by {size}");
                }
            }
        }
        for whole in before.into_iter().chain(["POST / HTTP/1.1\r\nContent-Length: 60\r\n\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n      "]) {
            assert!(!is_broken(whole, 3), "{whole}");
        }
    }
}
