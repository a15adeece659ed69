//! Random walks: operations drawn with a seed, each of which is also done to a reference store, and
//! after each of which the server must show what the reference store holds (section 17).
//!
//! Cases look at one thing each; what goes wrong only after several operations is found here. A walk
//! that finds a difference is shrunk: operations are left out as long as what is left finds one, too.

mod operation;
mod reference;
mod server;

use std::{fmt, sync::Arc};

use occi_model::Model;

pub use self::operation::Operation;
use self::{reference::Reference, server::Server};
use crate::{dice::Dice, transport::Transport};

/// A walk over servers of the infrastructure extension.
#[derive(Debug)]
pub struct Walk<W> {
    /// The definition.
    pub model: Arc<Model>,
    /// Makes a server of it, without entities, each time.
    pub world: W,
    /// What decides the operations.
    pub seed: u64,
    /// How many operations.
    pub length: usize,
}

/// What a server showed otherwise than the reference store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The operations that bring it about; the last one shows it.
    pub operations: Vec<Operation>,
    /// What was looked at, what was expected, and what was found.
    pub what: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, operation) in self.operations.iter().enumerate() {
            writeln!(f, "{:>4}. {operation}", at + 1)?;
        }
        f.write_str(&self.what)
    }
}

/// Why a walk says nothing.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct NoWalk(String);

impl<W> Walk<W>
where
    W: Fn() -> Option<Arc<dyn Transport>>,
{
    /// Walks; gives the shortest way to a difference that was found, if there is one.
    ///
    /// # Errors
    ///
    /// When there is no server to walk over, or none of the infrastructure extension.
    pub async fn start(&self) -> Result<Option<Difference>, NoWalk> {
        let mut dice = Dice::new(self.seed);
        let operations: Vec<Operation> = (0..self.length)
            .map(|_| Operation::draw(&mut dice))
            .collect();
        match self.perform(&operations).await? {
            None => Ok(None),
            Some((at, what)) => {
                let way = operations.into_iter().take(at + 1).collect();
                self.shrink(way, what).await.map(Some)
            }
        }
    }

    /// Performs operations on a fresh server; gives the number of the one after which something
    /// differs, and what.
    async fn perform(&self, operations: &[Operation]) -> Result<Option<(usize, String)>, NoWalk> {
        let world = (self.world)().ok_or_else(|| NoWalk("no server can be made".to_owned()))?;
        let mut server = Server::new(&self.model, world);
        let mut reference = Reference::new(&self.model).map_err(NoWalk)?;
        server.prepare().await.map_err(NoWalk)?;
        for (at, operation) in operations.iter().enumerate() {
            let found = match server.perform(operation, &mut reference).await {
                Ok(()) => server.agrees(&reference).await,
                Err(what) => Err(what),
            };
            if let Err(what) = found {
                return Ok(Some((at, what)));
            }
        }
        Ok(None)
    }

    /// Leaves out what is not needed: halves, then quarters, and at last single operations.
    async fn shrink(
        &self,
        mut operations: Vec<Operation>,
        mut what: String,
    ) -> Result<Difference, NoWalk> {
        let mut size = operations.len() / 2;
        while size > 0 {
            let mut from = 0;
            while from < operations.len() {
                let mut fewer = operations.clone();
                fewer.drain(from..(from + size).min(fewer.len()));
                if let Some((at, found)) = self.perform(&fewer).await? {
                    fewer.truncate(at + 1);
                    (operations, what) = (fewer, found);
                } else {
                    from += size;
                }
            }
            size /= 2;
        }
        Ok(Difference { operations, what })
    }
}
