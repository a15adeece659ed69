//! A load generator: some connections, on each of them requests one after the other, answers counted.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::{Duration, Instant},
};

/// How many clients there are at a time; the goals were measured with as many.
const CONNECTIONS: usize = 32;

/// Longest answer that is read in one go, in bytes.
const CHUNK: usize = 1 << 18;

/// Sends `request` again and again for `time`, on all connections; gives the number of answers and
/// the first one.
pub(crate) fn drive(
    address: SocketAddr,
    request: &[u8],
    time: Duration,
) -> std::io::Result<(u64, Vec<u8>)> {
    let mut streams = Vec::with_capacity(CONNECTIONS);
    for _ in 0..CONNECTIONS {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        streams.push(stream);
    }
    let mut buffer = vec![0; CHUNK];
    let Some(one) = streams.first_mut() else {
        return Err(std::io::Error::other("there is no connection"));
    };
    one.write_all(request)?;
    let length = answer(one, &mut buffer)?;
    let first = buffer.get(..length).unwrap_or_default().to_vec();
    if !first.starts_with(b"HTTP/1.1 20") {
        let said = String::from_utf8_lossy(&first).into_owned();
        return Err(std::io::Error::other(said));
    }
    let start = Instant::now();
    let mut answers = 0;
    while start.elapsed() < time {
        for stream in &mut streams {
            stream.write_all(request)?;
        }
        for stream in &mut streams {
            answer(stream, &mut buffer)?;
            answers += 1;
        }
    }
    Ok((answers, first))
}

/// Reads one answer with a `content-length`; gives the length of the whole.
fn answer(stream: &mut TcpStream, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    let mut whole = None;
    while whole.is_none_or(|whole| filled < whole) {
        let read = stream.read(&mut buffer[filled..])?;
        if read == 0 {
            return Err(std::io::Error::other("the server closed the connection"));
        }
        filled += read;
        if whole.is_none() {
            whole = length(&buffer[..filled])?;
        }
    }
    Ok(filled)
}

/// The length of an answer whose head is there.
fn length(answer: &[u8]) -> std::io::Result<Option<usize>> {
    let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let length: usize = answer[..head]
        .split(|&byte| byte == b'\n')
        .find_map(|line| {
            let (name, value) = line.split_at_checked("content-length:".len())?;
            if !name.eq_ignore_ascii_case(b"content-length:") {
                return None;
            }
            str::from_utf8(value).ok()?.trim().parse().ok()
        })
        .ok_or_else(|| std::io::Error::other("the answer has no content-length"))?;
    Ok(Some(head + 4 + length))
}
