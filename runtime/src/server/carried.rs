//! Links that their source has only while it carries a mixin.

use occi_model::CategoryId;

use super::{
    Fault,
    commit::{context, guarded},
    engine::Engine,
};
use crate::store::{Expect, Transaction};

impl Engine {
    /// Deletes, in the same transaction, the links that instances lose with a mixin.
    ///
    /// # Errors
    ///
    /// What the handler of a link says; 500 when one fails.
    pub(crate) async fn drop_carried(&self, transaction: &mut Transaction) -> Result<(), Fault> {
        if self.carried.is_empty() {
            return Ok(());
        }
        let mut doomed = Vec::new();
        for record in &transaction.put {
            let Some(before) = self.store.get(&record.location) else {
                continue;
            };
            let lost = |mixin: &CategoryId| {
                before.mixins.contains(mixin) && !record.mixins.contains(mixin)
            };
            for (_, kind) in self.carried.iter().filter(|(mixin, _)| lost(mixin)) {
                let links = self.store.links_from(&record.location);
                doomed.extend(links.into_iter().filter(|link| link.kind == *kind));
            }
        }
        doomed.retain(|link| !transaction.delete.contains(&link.location));
        for link in doomed {
            let current = self.instance(&link);
            let cx = context(current.clone(), None);
            self.off_mixins(&cx, &current, current.mixins.iter())
                .await?;
            let handler = self.handler(self.kind_of(&link));
            guarded(async { handler.delete(&cx, current.clone()).await }).await?;
            let unchanged = Expect::Version(link.version);
            transaction.expect.push((link.location.clone(), unchanged));
            transaction.put.retain(|put| put.location != link.location);
            transaction.delete.push(link.location.clone());
        }
        Ok(())
    }
}
