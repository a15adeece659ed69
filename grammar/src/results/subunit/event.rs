//! What a stream says, piece by piece.

use std::fmt;

/// State of a test in an event (subunit README, version 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// It was selected, or found.
    Exists,
    /// It began.
    InProgress,
    /// It passed.
    Success,
    /// It passed, which nobody expected.
    UnexpectedSuccess,
    /// It did not run, or gave up; the attachment `reason` says why.
    Skip,
    /// It failed; the attachment `traceback` says how.
    Fail,
    /// It failed, as expected.
    ExpectedFail,
}

impl Status {
    /// The word of the protocol.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exists => "exists",
            Self::InProgress => "inprogress",
            Self::Success => "success",
            Self::UnexpectedSuccess => "uxsuccess",
            Self::Skip => "skip",
            Self::Fail => "fail",
            Self::ExpectedFail => "xfail",
        }
    }

    /// The status of the three lowest bits of the flags; 0 is none.
    pub(super) const fn of_bits(bits: u16) -> Option<Self> {
        match bits & 7 {
            1 => Some(Self::Exists),
            2 => Some(Self::InProgress),
            3 => Some(Self::Success),
            4 => Some(Self::UnexpectedSuccess),
            5 => Some(Self::Skip),
            6 => Some(Self::Fail),
            7 => Some(Self::ExpectedFail),
            _ => None,
        }
    }

    /// Whether a test with this status has ended.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Self::Exists | Self::InProgress)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A moment in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Nanoseconds of the second; damaged clocks may give more than 999 999 999.
    pub nanoseconds: u32,
}

/// A piece of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment<'a> {
    /// Name: `traceback`, `reason`, `pythonlogging:''`.
    pub name: &'a str,
    /// The bytes of this piece; further pieces may follow.
    pub bytes: &'a [u8],
}

/// One event: what a packet of version 2 says, or what a line of version 1 comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The test, with its attributes.
    pub test_id: Option<&'a str>,
    /// Its state.
    pub status: Option<Status>,
    /// Its tags, in the order of the packet.
    pub tags: Vec<&'a str>,
    /// Whether the test can be run by its id.
    pub runnable: bool,
    /// A piece of an attachment of the test, or of the whole run.
    pub file: Option<Attachment<'a>>,
    /// Whether that attachment ends.
    pub eof: bool,
    /// What the attachment is.
    pub mime_type: Option<&'a str>,
    /// Where the event comes from, such as the number of a worker.
    pub route_code: Option<&'a str>,
    /// When.
    pub timestamp: Option<Timestamp>,
}

/// Takes what a reader finds, in the order of the stream.
pub trait Sink {
    /// An event.
    fn event(&mut self, event: &Event<'_>);

    /// Bytes that are no part of the protocol. One text may come in several pieces.
    fn text(&mut self, bytes: &[u8]);

    /// A packet that cannot be understood; reading goes on behind it.
    fn damaged(&mut self, packet: &[u8], why: &PacketError);
}

/// Why a packet cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PacketError {
    /// The stream ends within it.
    #[error("Short read - got {got} bytes, wanted {wanted} bytes")]
    Short {
        /// How many bytes were there.
        got: usize,
        /// How many its length promised.
        wanted: usize,
    },
    /// The checksum is another one.
    #[error("Bad checksum - calculated (0x{calculated:x}), stored (0x{stored:x})")]
    Checksum {
        /// Of the bytes.
        calculated: u32,
        /// In the packet.
        stored: u32,
    },
    /// The length is too large for a packet, or smaller than the packet without content.
    #[error("a packet cannot be {0} bytes long")]
    Length(u32),
    /// The version is not 2.
    #[error("version {0} of the protocol is unknown")]
    Version(u16),
    /// A field reaches over the end of the packet.
    #[error("the {0} reaches over the end of the packet")]
    Overrun(&'static str),
    /// A text is not UTF-8.
    #[error("the {0} is not UTF-8")]
    NotUtf8(&'static str),
    /// A text has a NUL in it.
    #[error("the {0} has a NUL byte")]
    Nul(&'static str),
    /// Bytes are left when all fields are read.
    #[error("{0} bytes are left over in the packet")]
    Rest(usize),
}
