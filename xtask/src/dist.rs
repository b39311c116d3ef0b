//! `cargo xtask dist`: the finished site in `dist/`, compressed beside, within its budget.

use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::arguments::DistOptions;
use crate::failure::Failure;
use crate::finish::{Audience, Site};
use crate::site::{self, Profile};
use crate::workspace::Workspace;

/// What the first page may weigh, in kB (1000 bytes) with brotli.
const BUDGET: usize = 200;

/// The endings of the files that are served compressed.
const COMPRESSED: [&str; 7] = [".css", ".html", ".js", ".json", ".svg", ".wasm", ".webmanifest"];

/// For the hosts, not for browsers.
const UNSERVED: &str = "staticwebapp.config.json";

/// Builds, finishes, writes and weighs the site.
///
/// # Errors
/// When a step fails, or the first load is over its budget.
pub(crate) fn dist(workspace: &Workspace, options: &DistOptions) -> Result<(), Failure> {
    site::build(workspace, Profile::Release)?;
    let default = workspace.root.join("public/config.json");
    let config_path = options.config.as_ref().unwrap_or(&default);
    let config = std::fs::read_to_string(config_path).map_err(|source| Failure::file(config_path, source))?;
    let site = site::finished(workspace, Profile::Release, config, Audience::Public)?;

    let folder = workspace.root.join("dist");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(|source| Failure::file(&folder, source))?;
    }
    println!("{:>9} {:>9}  file (bytes, with brotli)", "bytes", "brotli");
    let mut first_load = 0;
    for (path, file) in &site.files {
        write(&folder.join(path), &file.bytes)?;
        if !is_compressed(path) {
            continue;
        }
        let small = brotli(&file.bytes).map_err(|source| Failure::file(path, source))?;
        let gzip = gzip(&file.bytes).map_err(|source| Failure::file(path, source))?;
        write(&folder.join(format!("{path}.br")), &small)?;
        write(&folder.join(format!("{path}.gz")), &gzip)?;
        if site.first_load.contains(path) {
            first_load += small.len();
            println!("{:>9} {:>9}  {path}", file.bytes.len(), small.len());
        }
    }
    tell_about_clouds(&site);
    println!("The site is in {}", folder.display());
    weigh(first_load)
}

fn weigh(first_load: usize) -> Result<(), Failure> {
    let actual = first_load.div_ceil(1000);
    println!("First load: {actual} kB with brotli, of {BUDGET} kB allowed");
    if actual > BUDGET {
        Err(Failure::TooLarge { actual, limit: BUDGET })
    } else {
        Ok(())
    }
}

/// A site whose policy names no cloud looks fine and can't sign anyone in, so it is said.
fn tell_about_clouds(site: &Site) {
    if !site
        .headers
        .iter()
        .any(|header| header.value.contains("connect-src 'self' http"))
    {
        println!("No cloud has a client id in this config.json: nobody can sign in. Use --config FILE.");
    }
}

fn is_compressed(path: &str) -> bool {
    path != UNSERVED && COMPRESSED.iter().any(|end| path.ends_with(end))
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        ..Default::default()
    };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)?;
    Ok(small)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failure = |source| Failure::file(path, source);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failure)?;
    }
    std::fs::write(path, bytes).map_err(failure)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_compressed_unpacks_to_the_same_bytes() {
        let text = b"Luk closes a tenant. ".repeat(50);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut brotli(&text).unwrap().as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, text);
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(gzip(&text).unwrap().as_slice())
            .read_to_end(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
    }

    #[test]
    fn text_and_wasm_are_compressed_and_pictures_and_host_files_are_not() {
        let all = [
            "index.html",
            "a.js",
            "a.wasm",
            "config.json",
            "icon-192.png",
            "_headers",
            "nginx.conf",
            UNSERVED,
        ];
        let compressed: Vec<&str> = all.into_iter().filter(|path| is_compressed(path)).collect();
        assert_eq!(compressed, ["index.html", "a.js", "a.wasm", "config.json"]);
    }

    #[test]
    fn a_first_load_over_the_budget_is_a_failure() {
        assert!(weigh(BUDGET * 1000).is_ok());
        assert!(matches!(
            weigh(BUDGET * 1000 + 1),
            Err(Failure::TooLarge {
                actual: 201,
                limit: BUDGET
            })
        ));
    }
}
