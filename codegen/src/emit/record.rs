//! Records: hashes whose members the definition knows. Members that it does not know are kept.

use super::{Out, describe};
use crate::{
    plan::{MemberPlan, RecordPlan},
    text::string,
};

/// A record.
pub(super) fn emit(out: &mut Out<'_, '_>, record: &RecordPlan<'_>) {
    let rt = out.rt;
    let name = &record.name;
    let members = &record.members;

    out.item();
    out.code.docs(&describe::value_type(&record.origin));
    let has_required = members.iter().any(|member| member.member.required);
    out.derive(
        name,
        if has_required {
            "Clone, Debug, PartialEq"
        } else {
            "Clone, Debug, Default, PartialEq"
        },
    );
    out.export(name);
    out.code.open(format_args!("pub struct {name} {{"));
    for member in members {
        out.code.docs(&describe::member(member.member));
        out.field_attributes(name, &member.name);
        let rust = out.rust(&member.rust);
        if member.member.required {
            out.code.line(format_args!("pub {}: {rust},", member.name));
        } else {
            out.code
                .line(format_args!("pub {}: Option<{rust}>,", member.name));
        }
    }
    out.code.doc("Members that the definition does not know.");
    out.code
        .line(format_args!("pub other: {rt}::typed::Members,"));
    out.code.close("}");

    if has_required {
        constructor(out, record);
    }
    conversion(out, record);
}

/// `new`: a record with the members that it must have.
fn constructor(out: &mut Out<'_, '_>, record: &RecordPlan<'_>) {
    let rt = out.rt;
    let required = |member: &&MemberPlan<'_>| member.member.required;
    let parameters: Vec<String> = record
        .members
        .iter()
        .filter(required)
        .map(|member| format!("{}: impl Into<{}>", member.name, out.rust(&member.rust)))
        .collect();
    out.item();
    out.code.open(format_args!("impl {} {{", record.name));
    out.code.doc("With the members that must be there.");
    super::request::allow_many(out, parameters.len());
    out.code.fixed("#[must_use]");
    out.code.function("pub fn new", &parameters, "Self");
    out.code.open(format_args!("Self {{"));
    for member in &record.members {
        let name = &member.name;
        if member.member.required {
            out.code.line(format_args!("{name}: {name}.into(),"));
        } else {
            out.code.line(format_args!("{name}: None,"));
        }
    }
    out.code
        .line(format_args!("other: {rt}::typed::Members::default(),"));
    out.code.close("}");
    out.code.close("}");
    out.code.close("}");
}

/// The ways from and to values of the runtime.
fn conversion(out: &mut Out<'_, '_>, record: &RecordPlan<'_>) {
    let rt = out.rt;
    let members = &record.members;
    out.item();
    out.code.open(format_args!(
        "impl {rt}::AttributeValue for {} {{",
        record.name
    ));
    out.code.function(
        "fn from_value",
        &[format!("value: {rt}::Value")],
        "Result<Self, String>",
    );
    out.code.line(format_args!(
        "let mut members = {rt}::typed::MemberReader::new(value)?;"
    ));
    out.code.open(format_args!("Ok(Self {{"));
    for member in members {
        let how = if member.member.required {
            "required"
        } else {
            "optional"
        };
        let wire = string(&member.member.name);
        out.code
            .line(format_args!("{}: members.{how}({wire})?,", member.name));
    }
    out.code.fixed("other: members.rest(),");
    out.code.close("})");
    out.code.close("}");
    out.code.blank();
    out.code
        .open(format_args!("fn into_value(self) -> {rt}::Value {{"));
    out.code.line(format_args!(
        "let mut members = {rt}::typed::MemberWriter::new(self.other);"
    ));
    for member in members {
        let how = if member.member.required {
            "put"
        } else {
            "put_optional"
        };
        let arguments = [string(&member.member.name), format!("self.{}", member.name)];
        out.code.call(&format!("members.{how}"), &arguments, ";");
    }
    out.code.fixed("members.finish()");
    out.code.close("}");
    out.code.close("}");
}
