//! The server's side of a kind: the trait that a provider implements, and the handler that gives
//! it to the engine.

use super::{Out, action, describe};
use crate::plan::{ActionPlan, KindPlan};

pub(super) fn emit(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    provider(out, kind);
    handler(out, kind);
}

fn provider(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let rt = out.rt;
    let entity = &kind.name;
    let variable = &kind.variable;
    let name = kind.provider_name();
    let new = kind.new_name();
    let patch = kind.patch_name();

    out.item();
    out.code.doc(&format!(
        "What a provider may take over for the instances of [`{entity}`]."
    ));
    out.code.doc("");
    out.code
        .doc("Every method has a default that does what the definition says.");
    out.export(&name);
    out.code
        .open(format_args!("pub trait {name}: Send + Sync + 'static {{"));

    method(
        out,
        &[
            "Creates an instance.".to_owned(),
            String::new(),
            "The request is valid; the context proposes the instance that it makes.".to_owned(),
        ],
        "create",
        &[format!("new: {new}")],
        entity,
        &["async move { cx.accept(new) }"],
    );
    out.code.blank();
    method(
        out,
        &[
            "Changes an instance.".to_owned(),
            String::new(),
            "The request is valid; the context proposes the instance with the changes applied."
                .to_owned(),
        ],
        "update",
        &[format!("{variable}: &{entity}"), format!("patch: {patch}")],
        entity,
        &[
            &format!("let _ = {variable};"),
            "async move { cx.apply(patch) }",
        ],
    );
    out.code.blank();
    method(
        out,
        &["Deletes an instance; its links go with it.".to_owned()],
        "delete",
        &[format!("{variable}: &{entity}")],
        "()",
        &[&format!("let _ = (cx, {variable});"), "async { Ok(()) }"],
    );
    for planned in &kind.actions {
        out.code.blank();
        action_method(out, kind, planned);
    }
    out.code.blank();
    method(
        out,
        &["Performs an action that has no method here: one of an attached mixin.".to_owned()],
        "act",
        &[
            format!("{variable}: &{entity}"),
            format!("action: &{rt}::CategoryId"),
            format!("parameters: {rt}::Attributes"),
        ],
        &format!("{rt}::server::Outcome"),
        &[
            &format!("let _ = ({variable}, action, parameters);"),
            "async move { Ok(cx.outcome()) }",
        ],
    );
    out.code.close("}");
}

/// One method with its default body.
fn method(
    out: &mut Out<'_, '_>,
    docs: &[String],
    name: &str,
    parameters: &[String],
    result: &str,
    body: &[&str],
) {
    out.code.docs(docs);
    out.code.doc("");
    out.code.doc("# Errors");
    out.code.doc("");
    out.code
        .doc("The refusal that the client gets; nothing is changed then.");
    let mut all = vec!["&self".to_owned(), "cx: &Context".to_owned()];
    all.extend_from_slice(parameters);
    out.allow_name(name, true);
    out.code.function(
        &format!("fn {name}"),
        &all,
        &format!("impl Future<Output = Result<{result}, Fault>> + Send"),
    );
    for line in body {
        out.code.fixed(line);
    }
    out.code.close("}");
}

fn action_method(out: &mut Out<'_, '_>, kind: &KindPlan<'_>, planned: &ActionPlan<'_>) {
    let variable = &kind.variable;
    let mut facts = Vec::new();
    let mut result = "()".to_owned();
    let mut default = "async { Ok(()) }";
    let mut unused = format!("let _ = (cx, {variable}, action);");
    if let (true, Some(state), Some(machine)) = (planned.governed, kind.state, &kind.kind.states) {
        result = out.rust(&kind.fields[state.field].rust);
        default = "async move { cx.next_state() }";
        unused = format!("let _ = ({variable}, action);");
        if let Some(id) = out.plan.model.find_action(planned.action.id.as_str()) {
            facts = action::transitions(machine, id);
        }
    }
    let mut docs = action::docs(planned);
    docs.extend(facts.into_iter().map(|fact| format!("* {fact}")));
    method(
        out,
        &docs,
        &planned.method,
        &[
            format!("{variable}: &{}", kind.name),
            format!("action: {}", planned.name),
        ],
        &result,
        &[&unused, default],
    );
}

fn handler(out: &mut Out<'_, '_>, kind: &KindPlan<'_>) {
    let rt = out.rt;
    let entity = &kind.name;
    let variable = &kind.variable;
    let provider = kind.provider_name();
    let name = kind.handler_name();

    out.item();
    out.code
        .doc(&format!("Lets the engine call a [`{provider}`]."));
    out.derive(&name, "Clone, Copy, Debug, Default");
    out.export(&name);
    out.code.line(format_args!("pub struct {name}<P>(pub P);"));

    out.item();
    out.code.open(format_args!(
        "impl<P: {provider}> {rt}::server::Handler for {name}<P> {{"
    ));
    let instance = format!("{rt}::Instance");
    let current = format!("current: {instance}");
    open_method(out, "create", &[format!("new: {instance}")], &instance);
    out.code.line(format_args!(
        "let new = {rt}::NewEntity::from_instance(new)?;"
    ));
    out.code
        .fixed("let created = self.0.create(cx, new).await?;");
    out.code
        .line(format_args!("Ok({rt}::Entity::into_instance(created))"));
    close_method(out);
    out.code.blank();

    let read = format!("let {variable} = <{entity} as {rt}::Entity>::from_instance(current)?;");
    open_method(
        out,
        "update",
        &[current.clone(), format!("changes: {rt}::Attributes")],
        &instance,
    );
    out.code.fixed(&read);
    out.code.line(format_args!(
        "let patch = {rt}::Patch::from_attributes(changes)?;"
    ));
    out.code.line(format_args!(
        "let updated = self.0.update(cx, &{variable}, patch).await?;"
    ));
    out.code
        .line(format_args!("Ok({rt}::Entity::into_instance(updated))"));
    close_method(out);
    out.code.blank();

    open_method(out, "delete", std::slice::from_ref(&current), "()");
    out.code.fixed(&read);
    out.code
        .line(format_args!("self.0.delete(cx, &{variable}).await"));
    close_method(out);
    out.code.blank();

    open_method(
        out,
        "act",
        &[
            current,
            format!("action: &'a {rt}::CategoryId"),
            format!("parameters: {rt}::Attributes"),
        ],
        &format!("{rt}::server::Outcome"),
    );
    out.code.fixed(&read);
    let other = format!("self.0.act(cx, &{variable}, action, parameters).await");
    if kind.actions.is_empty() {
        out.code.fixed(&other);
    } else {
        out.code.open(format_args!("match action.as_str() {{"));
        for planned in &kind.actions {
            out.code.open(format_args!(
                "{} => {{",
                crate::text::string(planned.action.id.as_str())
            ));
            out.code.line(format_args!(
                "let action = {rt}::Action::from_attributes(parameters)?;"
            ));
            let call = format!("self.0.{}(cx, &{variable}, action).await?;", planned.method);
            if planned.governed {
                out.code.line(format_args!("let state = {call}"));
                out.code.line(format_args!(
                    "Ok({rt}::server::Outcome::State(state.to_string()))"
                ));
            } else {
                out.code.fixed(&call);
                out.code
                    .line(format_args!("Ok({rt}::server::Outcome::Unchanged)"));
            }
            out.code.close("}");
        }
        out.code.line(format_args!("_ => {other},"));
        out.code.close("}");
    }
    close_method(out);
    out.code.close("}");
}

/// A method of the handler: a boxed future around what follows.
fn open_method(out: &mut Out<'_, '_>, name: &str, parameters: &[String], result: &str) {
    let mut all = vec!["&'a self".to_owned(), "cx: &'a Context".to_owned()];
    all.extend_from_slice(parameters);
    let future = format!("{}::server::BoxFuture<'a, Result<{result}, Fault>>", out.rt);
    out.code.function(&format!("fn {name}<'a>"), &all, &future);
    out.code.open(format_args!("Box::pin(async move {{"));
}

fn close_method(out: &mut Out<'_, '_>) {
    out.code.close("})");
    out.code.close("}");
}

/// What the provider's trait of a kind is for, in one line.
pub(super) fn brief(kind: &KindPlan<'_>) -> String {
    let title = kind.kind.title.as_deref().map(crate::docs::one_line);
    title.filter(|title| !title.is_empty()).map_or_else(
        || describe::identifier("Kind", &kind.kind.id),
        |title| describe::sentence(&title),
    )
}
