//! Pages for people.

use askama::Template;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    library::{Library, Published},
    store::{Head, Page},
};

/// A guideline on the first page.
struct Link<'a> {
    path: String,
    name: &'a str,
}

/// Something to choose.
struct Choice<'a> {
    name: &'a str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "index.html")]
struct Index<'a> {
    families: Vec<(&'a str, Vec<Link<'a>>)>,
    heads: &'a [Head],
    page: usize,
    pages: usize,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Report<'a> {
    head: &'a Head,
    files: Vec<Choice<'a>>,
    targets: Vec<Choice<'a>>,
    by_name: bool,
    query: String,
}

/// The first page: guidelines, and the newest results.
pub(crate) fn index(library: &Library, listed: &Page, page: usize) -> askama::Result<String> {
    let link = |one: &'_ Published| format!("/guidelines/{}", percent(&one.file));
    let families = library.families().into_iter().map(|(family, all)| {
        let links = all.into_iter().map(|one| Link {
            path: link(one),
            name: &one.name.name,
        });
        (family.key(), links.collect())
    });
    Index {
        families: families.collect(),
        heads: &listed.heads,
        page,
        pages: listed.pages,
    }
    .render()
}

/// The page of an upload: its facts, the choice of guideline and target, the verdict.
pub(crate) fn report(
    library: &Library,
    head: &Head,
    published: &Published,
    target: &str,
    by_name: bool,
) -> askama::Result<String> {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("guideline", &published.file)
        .append_pair("target", target)
        .append_pair("matching", if by_name { "name" } else { "id" });
    // Short words and the names they stand for are one target.
    let mut targets: Vec<Choice<'_>> = Vec::new();
    for name in published.guideline.target_names() {
        if let Ok(one) = published.guideline.target(&name)
            && !targets.iter().any(|known| known.name == one.name())
        {
            let name = one.name();
            let chosen = name == target;
            targets.push(Choice { name, chosen });
        }
    }
    let files = library.iter().map(|one| Choice {
        name: &one.file,
        chosen: one.file == published.file,
    });
    Report {
        head,
        files: files.collect(),
        targets,
        by_name,
        query: query.finish(),
    }
    .render()
}

/// A name as a segment of a path.
fn percent(name: &str) -> String {
    utf8_percent_encode(name, NON_ALPHANUMERIC).to_string()
}
