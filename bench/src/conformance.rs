//! The suite of infrastructure: how long it takes, how much memory; how fast cases are derived.

use std::{error::Error, process::Command, sync::Arc, time::Instant};

use occi::server::Service;
use occi_conformance::{
    Http, InProcess, Transport,
    catalogue::{Options, catalogue},
    engine::{Safety, Settings},
    run::{RunResult, Selection, run},
};
use occi_grammar::{MemoryResolver, builtin, compile};
use occi_model::{Model, Profile};
use tokio::{net::TcpListener, runtime::Builder, sync::oneshot};

use crate::{clock, compiler::millis, definitions::definition};

/// Kinds of the definition that has more than ten thousand cases.
const KINDS: usize = 100;

fn infrastructure() -> Result<Arc<Model>, Box<dyn Error>> {
    let text = builtin::find("infrastructure")
        .ok_or("it is built in")?
        .text;
    let mut resolver = MemoryResolver::new().with("entry", text);
    let model = compile("entry", &mut resolver, Profile::Union).model;
    Ok(Arc::new(model.ok_or("it has no faults")?))
}

/// Everything, each pass in a process of its own, so that memory can be told.
pub(crate) fn report(this: &std::path::Path) -> Result<(), Box<dyn Error>> {
    println!("\n== conformance");
    for (way, argument) in [
        ("in process", "--conformance-in-process"),
        ("over HTTP", "--conformance-http"),
    ] {
        let before = clock::children();
        let begun = Instant::now();
        let output = Command::new(this).arg(argument).output()?;
        let cpu = clock::children().saturating_sub(before);
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        print!(
            "infrastructure {way}: {:.1} s, {:.1} s of processor; {}",
            begun.elapsed().as_secs_f64(),
            cpu.as_secs_f64(),
            String::from_utf8_lossy(&output.stdout)
        );
    }
    derivation()
}

fn derivation() -> Result<(), Box<dyn Error>> {
    let mut resolver = MemoryResolver::new().with("large", definition(KINDS));
    let model = compile("large", &mut resolver, Profile::Union).model;
    let model = model.ok_or("the benchmark's definition is refused")?;
    let mut times = Vec::new();
    let mut cases = 0;
    for _ in 0..5 {
        let start = clock::thread();
        cases = catalogue(&model, &Options::default()).cases.len();
        times.push(clock::thread().saturating_sub(start));
    }
    let time = clock::median(times);
    println!(
        "{cases} cases of {KINDS} kinds are derived in {:.0} ms of processor (target: 10000 in 1000)",
        millis(time)
    );
    Ok(())
}

fn told(result: &RunResult) -> Result<(), Box<dyn Error>> {
    if result.exit_code() != 0 {
        return Err("the suite does not pass".into());
    }
    println!(
        "{} cases, {:.0} in a second, {:.1} requests for each; peak memory {} MB",
        result.performed(),
        result.cases_per_second(),
        result.requests_per_case(),
        clock::peak_memory() / 1_000_000
    );
    Ok(())
}

/// A run in process, alone in this process.
pub(crate) fn in_process() -> Result<(), Box<dyn Error>> {
    let model = infrastructure()?;
    let service = Service::builder(model.clone()).build()?;
    let server = InProcess::new(move |request| {
        let service = service.clone();
        async move { service.handle(request).await }
    });
    perform(model, Arc::new(server), Settings::in_process())
}

/// A run over HTTP against a server in another thread.
pub(crate) fn over_http() -> Result<(), Box<dyn Error>> {
    let model = infrastructure()?;
    let service = Service::builder(model.clone()).build()?;
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let url = format!("http://{}", listener.local_addr()?);
    let (stop, stopped) = oneshot::channel::<()>();
    let server = runtime.spawn(service.serve(listener, async {
        // Whether it is asked or left alone, it ends.
        let _ = stopped.await;
    }));
    let settings = Settings {
        safety: Safety::Exclusive,
        ..Settings::loopback()
    };
    let done = perform(model, Arc::new(Http::new(&url)?), settings);
    let _ = stop.send(());
    runtime.block_on(server)??;
    done
}

fn perform(
    model: Arc<Model>,
    server: Arc<dyn Transport>,
    settings: Settings,
) -> Result<(), Box<dyn Error>> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    told(&runtime.block_on(run(model, server, &Selection::default(), settings, |_| {})))
}
