//! Steps about listings and their pages, and about links created along with a resource.

use std::collections::BTreeSet;

use occi_model::CategoryId;

use super::{
    passive::Shape,
    performance::{Made, Performance, Stop},
};
use crate::{
    case::{Choice, Rendering, Var},
    transport::Response,
    verdict::Code,
};

/// The most members that pages are asked to have; larger collections are not walked through.
const LARGEST: usize = 500;

impl Performance<'_> {
    /// The paths that a `text/uri-list` names.
    fn paths_in(&self, response: &Response) -> Vec<String> {
        String::from_utf8_lossy(&response.body)
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .map(|line| {
                let path = self.runner.ledger.resolve(line);
                path.unwrap_or_else(|| line.to_owned())
            })
            .collect()
    }

    pub(super) fn lists(
        &mut self,
        has: &[Var],
        lacks: &[Var],
        size: Option<usize>,
    ) -> Result<(), Stop> {
        let last = self
            .last
            .clone()
            .ok_or_else(|| Stop::Error("nothing was sent yet".to_owned()))?;
        let members = self.paths_in(&last.response);
        if let Some(size) = size
            && members.len() != size
        {
            let count = |count: usize| format!("{count} members");
            return Err(self.failed(
                Code::WrongFact,
                "listing",
                count(size),
                count(members.len()),
            ));
        }
        for (entities, wanted) in [(has, true), (lacks, false)] {
            for entity in entities {
                let path = self.path(entity)?;
                if members.contains(&path) != wanted {
                    let word = |there: bool| if there { "listed" } else { "not listed" };
                    let what = format!("`{entity}` at {path}");
                    return Err(self.failed(Code::WrongFact, what, word(wanted), word(!wanted)));
                }
            }
        }
        Ok(())
    }

    pub(super) async fn pages(&mut self, kind: &CategoryId, entities: &[Var]) -> Result<(), Stop> {
        let path = self.collection(kind)?;
        let request = self.request("GET", path.clone(), Rendering::Uri);
        let response = self.send(request, Shape::Listing).await?;
        let all = self.paths_in(&response).len();
        let size = all.div_ceil(2);
        if size == 0 || size > LARGEST {
            return Err(Stop::NotRun(format!("the collection has {all} members")));
        }
        let mut seen = BTreeSet::new();
        let mut expected = all;
        for page in 1..=3 {
            let target = format!("{path}?page={page}&number={size}");
            let what = format!("page {page} of size {size}");
            let request = self.request("GET", target, Rendering::Uri);
            let response = self.send(request, Shape::Listing).await?;
            if !matches!(response.status, 200 | 204) {
                let status = response.status.to_string();
                return Err(self.failed(Code::WrongStatus, what, "200", status));
            }
            let members = self.paths_in(&response);
            let wanted = expected.min(size);
            if members.len() != wanted {
                let count = |count: usize| format!("{count} members");
                let found = count(members.len());
                return Err(self.failed(Code::WrongFact, what, count(wanted), found));
            }
            expected -= wanted;
            for member in members {
                if !seen.insert(member.clone()) {
                    return Err(self.failed(Code::WrongFact, what, "each member once", member));
                }
            }
        }
        for entity in entities {
            let path = self.path(entity)?;
            if !seen.contains(&path) {
                return Err(self.failed(Code::WrongFact, "all pages", path, "it is on none"));
            }
        }
        Ok(())
    }

    /// Finds the link that was created along with a resource; the marker proves it.
    pub(super) async fn inline(
        &mut self,
        source: &Var,
        link: &Var,
        kind: &CategoryId,
    ) -> Result<(), Stop> {
        let seen = Var::named("source with its link");
        // In text a link always shows where it is.
        self.read(source, Choice::Only(Rendering::Plain), &seen)
            .await?;
        let shown = self
            .shots
            .get(&seen)
            .map(|shot| shot.facts.links.clone())
            .unwrap_or_default();
        let [only] = shown.as_slice() else {
            let found = format!("{} links", shown.len());
            return Err(self.failed(Code::WrongFact, "links of the source", "one link", found));
        };
        let Some(path) = only.path.clone() else {
            return Err(self.failed(Code::WrongFact, "links of the source", "a location", "none"));
        };
        let marker = self.entity(source)?.marker.clone();
        if let Err(error) = self.runner.ledger.adopt(&path).await {
            let error = error.to_string();
            return Err(self.failed(Code::WrongFact, "link of the source", "the new link", error));
        }
        self.found(path.clone());
        self.entities.insert(
            link.clone(),
            Made {
                kind: kind.clone(),
                marker,
                path: Some(path),
                id: only.id.clone(),
            },
        );
        Ok(())
    }
}
