//! The same types by occi, typify and prost, each in a process of its own.
//!
//! ```text
//! peers model KINDS DIRECTORY             # model.occi, model.json (JSON Schema), model.proto
//! peers generate GENERATOR DIRECTORY OUT  # writes OUT; prints CPU seconds, MiB at most, lines
//! peers measure COMMAND …                 # runs it; prints CPU seconds and MiB at most
//! ```

mod model;

use std::{
    env,
    error::Error,
    fs,
    path::Path,
    process::{Command, ExitCode},
};

use nix::sys::resource::{Usage, UsageWho, getrusage};
use occi_codegen::{Settings, generate_text};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["model", kinds, directory] => model(kinds, Path::new(directory)),
        ["generate", generator, directory, out] => {
            generate(generator, Path::new(directory), Path::new(out))
        }
        ["measure", program, arguments @ ..] => measure(program, arguments),
        _ => Err("peers model|generate|measure …".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn model(kinds: &str, directory: &Path) -> Outcome<()> {
    let kinds = kinds.parse()?;
    fs::create_dir_all(directory)?;
    fs::write(directory.join("model.occi"), model::definition(kinds))?;
    fs::write(directory.join("model.json"), model::schema(kinds)?)?;
    fs::write(directory.join("model.proto"), model::proto(kinds))?;
    Ok(())
}

fn generate(generator: &str, directory: &Path, out: &Path) -> Outcome<()> {
    let text = match generator {
        "occi" => occi(directory, Settings::default())?,
        "occi-types" => {
            let mut settings = Settings::default();
            settings.client = false;
            settings.server = false;
            occi(directory, settings)?
        }
        "typify" => typify(directory)?,
        "prost" => prost(directory)?,
        other => return Err(format!("there is no generator {other}").into()),
    };
    fs::write(out, &text)?;
    print_usage(&getrusage(UsageWho::RUSAGE_SELF)?);
    println!("{}", text.lines().count());
    Ok(())
}

fn occi(directory: &Path, settings: Settings) -> Outcome<String> {
    let file = directory.join("model.occi");
    let mut resolver = occi_grammar::FileResolver::new();
    let profile = occi_model::Profile::Union;
    let compiled = occi_grammar::compile(&file.to_string_lossy(), &mut resolver, profile);
    let model = compiled.model.ok_or_else(|| compiled.faults.to_string())?;
    Ok(generate_text(&model, &settings))
}

fn typify(directory: &Path) -> Outcome<String> {
    let text = fs::read_to_string(directory.join("model.json"))?;
    let schema: schemars::schema::RootSchema = serde_json::from_str(&text)?;
    let mut space = typify::TypeSpace::new(&typify::TypeSpaceSettings::default());
    space.add_root_schema(schema)?;
    let file: syn::File = syn::parse2(space.to_stream())?;
    Ok(prettyplease::unparse(&file))
}

fn prost(directory: &Path) -> Outcome<String> {
    let files = protox::compile(["model.proto"], [directory])?;
    let mut config = prost_build::Config::new();
    config.format(true);
    let requests = files
        .file
        .into_iter()
        .map(|file| {
            (
                prost_build::Module::from_protobuf_package_name(file.package()),
                file,
            )
        })
        .collect();
    Ok(config.generate(requests)?.into_values().collect())
}

fn measure(program: &str, arguments: &[&str]) -> Outcome<()> {
    let status = Command::new(program).args(arguments).status()?;
    print_usage(&getrusage(UsageWho::RUSAGE_CHILDREN)?);
    println!();
    if status.success() {
        Ok(())
    } else {
        Err(format!("{program}: {status}").into())
    }
}

/// CPU seconds and the greatest resident size in MiB.
fn print_usage(usage: &Usage) {
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1_000_000.0;
    let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
    print!("{cpu:.4} {:.1} ", usage.max_rss() as f64 / 1024.0);
}
