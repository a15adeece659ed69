//! A load generator: one connection, requests one after the other, answers counted.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// Sends `request` again and again for `time`; gives the number of answers.
///
/// The answer's length is learned from the first one; all must be equally long.
pub(crate) fn drive(
    address: SocketAddr,
    request: &[u8],
    time: Duration,
) -> std::io::Result<(u64, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let first = exchange(&mut stream, request)?;
    let mut buffer = vec![0; first.len()];
    let start = Instant::now();
    let mut answers = 0;
    while start.elapsed() < time {
        // A batch between two looks at the clock.
        for _ in 0..64 {
            stream.write_all(request)?;
            stream.read_exact(&mut buffer)?;
            answers += 1;
        }
    }
    Ok((answers, first))
}

/// Sends one request and reads one answer with a `content-length`.
fn exchange(stream: &mut TcpStream, request: &[u8]) -> std::io::Result<Vec<u8>> {
    stream.write_all(request)?;
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") {
            let text = String::from_utf8_lossy(&answer[..head]).to_lowercase();
            let length: usize = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .and_then(|value| value.trim().parse().ok())
                .ok_or_else(|| std::io::Error::other("the answer has no content-length"))?;
            if answer.len() >= head + 4 + length {
                return Ok(answer);
            }
        }
        let read = stream.read(&mut chunk)?;
        if read == 0 {
            return Err(std::io::Error::other("the server closed the connection"));
        }
        answer.extend_from_slice(&chunk[..read]);
    }
}
