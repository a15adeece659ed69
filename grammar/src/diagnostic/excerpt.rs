//! Faults with excerpts of the sources, drawn by annotate-snippets.

use std::{borrow::Cow, ops::Range};

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet,
    renderer::DEFAULT_TERM_WIDTH,
};
use occi_model::{Fault, Origin, Severity, SourceId};

use super::{
    RenderOptions,
    escape::{escape, mask},
    plain,
};
use crate::source::{Source, Sources};

/// Lines shown before and after a place.
const AROUND: usize = 2;

/// Places further apart than this many lines are shown in excerpts of their own.
const TOGETHER: usize = 60;

/// An excerpt larger than this is not drawn; the fault is then printed on one line.
const MAX_WINDOW: usize = 32 << 10;

/// Some lines of a source.
struct Window<'s> {
    name: Cow<'s, str>,
    text: Cow<'s, str>,
    /// Number of the first line, from 1.
    line: usize,
    /// Offset of the first byte.
    start: usize,
}

impl<'s> Window<'s> {
    /// The lines of `range` with some around; `None` when they are too large to be read.
    fn new(source: &'s Source, range: &Range<usize>) -> Option<Self> {
        let first = source.line_of(range.start).saturating_sub(AROUND);
        let last = source.line_of(range.end.max(range.start + 1) - 1) + AROUND;
        let start = source.line_range(first).start;
        let end = source.line_range(last).end;
        let text = source.text().get(start..end)?;
        (text.len() <= MAX_WINDOW).then(|| Self {
            name: escape(source.name()),
            text: mask(text),
            line: first + 1,
            start,
        })
    }

    /// The place of a range of the source in the window.
    fn place(&self, range: &Range<usize>) -> Range<usize> {
        let end = self.text.len();
        let start = range.start.saturating_sub(self.start).min(end);
        start..range.end.saturating_sub(self.start).clamp(start, end)
    }

    fn snippet<T: Clone>(&self) -> Snippet<'_, T>
    where
        for<'a> Snippet<'a, T>: Sized,
    {
        Snippet::source(&*self.text)
            .line_start(self.line)
            .path(&*self.name)
    }
}

/// A place with its words.
struct Spot<'f> {
    source: SourceId,
    range: Range<usize>,
    text: Option<&'f str>,
    kind: AnnotationKind,
}

fn spot<'f>(
    origin: Origin,
    text: Option<&'f str>,
    kind: AnnotationKind,
    sources: &Sources,
) -> Option<Spot<'f>> {
    let (_, range) = sources.locate(origin)?;
    Some(Spot {
        source: origin.source()?,
        range,
        text,
        kind,
    })
}

/// The places of a fault, those that are near each other together; the accused one first.
fn spots<'f>(fault: &'f Fault, sources: &Sources) -> Vec<Vec<Spot<'f>>> {
    let primary = spot(
        fault.origin,
        fault.label.as_deref(),
        AnnotationKind::Primary,
        sources,
    );
    let others = fault.labels.iter().filter_map(|label| {
        spot(
            label.origin,
            Some(&label.text),
            AnnotationKind::Context,
            sources,
        )
    });
    let mut groups: Vec<Vec<Spot<'f>>> = Vec::new();
    for spot in primary.into_iter().chain(others) {
        let line = |spot: &Spot<'_>| {
            sources
                .get(spot.source)
                .map_or(0, |source| source.line_of(spot.range.start))
        };
        let near = groups.iter_mut().find(|group| {
            group[0].source == spot.source && line(&group[0]).abs_diff(line(&spot)) <= TOGETHER
        });
        match near {
            Some(group) => group.push(spot),
            None => groups.push(vec![spot]),
        }
    }
    groups
}

/// The lines that a group of places needs.
fn window<'s>(group: &[Spot<'_>], sources: &'s Sources) -> Option<Window<'s>> {
    let source = sources.get(group.first()?.source)?;
    let start = group.iter().map(|spot| spot.range.start).min()?;
    let end = group.iter().map(|spot| spot.range.end).max()?;
    Window::new(source, &(start..end))
}

fn annotation<'a>(spot: &'a Spot<'_>, window: &Window<'_>) -> Annotation<'a> {
    let annotation = spot.kind.span(window.place(&spot.range));
    match spot.text {
        Some(text) => annotation.label(escape(text)),
        None => annotation,
    }
}

/// One fault, without a newline at the end.
pub(super) fn fault(fault: &Fault, sources: &Sources, options: &RenderOptions) -> String {
    let groups = spots(fault, sources);
    let windows: Option<Vec<Window<'_>>> =
        groups.iter().map(|group| window(group, sources)).collect();
    let Some(windows) = windows else {
        // Lines too long to be shown.
        let mut out = String::new();
        plain::fault(fault, sources, &mut out);
        out.truncate(out.trim_end().len());
        return out;
    };
    let level = match fault.code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut main = Group::with_title(
        level
            .primary_title(escape(&fault.message))
            .id(fault.code.to_string()),
    );
    for (group, window) in groups.iter().zip(&windows) {
        let annotations = group.iter().map(|spot| annotation(spot, window));
        main = main.element(window.snippet().annotations(annotations));
    }
    for note in &fault.notes {
        main = main.element(Level::NOTE.message(escape(note)));
    }
    if let Some(help) = &fault.help {
        main = main.element(Level::HELP.message(escape(help)));
    }
    let mend = fault.suggestion.as_ref().and_then(|suggestion| {
        let (source, range) = sources.locate(suggestion.origin)?;
        let window = Window::new(source, &range)?;
        let place = window.place(&range);
        Some((suggestion, window, place))
    });
    let mut report = vec![main];
    if let Some((suggestion, window, place)) = &mend {
        report.push(
            Group::with_title(Level::HELP.secondary_title(escape(&suggestion.text))).element(
                window
                    .snippet()
                    .patch(Patch::new(place.clone(), &*suggestion.replacement)),
            ),
        );
    }
    let renderer = if options.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let width = if options.width == 0 {
        DEFAULT_TERM_WIDTH
    } else {
        options.width
    };
    renderer.term_width(width).render(&report)
}
