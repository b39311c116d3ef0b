//! The practice cloud as a child process: started, asked for its addresses, and ended with us.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

use crate::failure::Failure;
use crate::process::run;
use crate::tools::cargo;
use crate::workspace::Workspace;

/// The practice cloud says so when all its ports are open; longer than this means that something is wrong.
const START_PATIENCE: Duration = Duration::from_secs(60);
/// How long it may take to end by itself.
const END_PATIENCE: Duration = Duration::from_secs(3);

/// Builds the practice cloud.
///
/// # Errors
/// When it does not compile.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Failure> {
    println!("Building the practice cloud …");
    run(cargo(workspace).args(["build", "--locked", "--package", "practice", "--bin", "practice"]))
}

/// What the practice cloud tells when it is ready.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ready {
    pub(crate) origins: BTreeMap<String, String>,
    pub(crate) client_id: String,
    pub(crate) tenant: String,
    pub(crate) accounts: Vec<Account>,
    pub(crate) tls: Option<Tls>,
}

/// How Microsoft's own names are answered.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tls {
    pub(crate) port: u16,
    pub(crate) proxy: String,
    /// The file with the certificate to trust.
    pub(crate) certificate_authority: PathBuf,
    /// The SHA-256 of its public key, in base64, as Chromium takes it.
    pub(crate) public_key_sum: String,
}

/// An account to sign in with.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account {
    pub(crate) user_principal_name: String,
    pub(crate) password: String,
    pub(crate) role: Option<String>,
}

impl Ready {
    /// The `config.json` of a site that talks to this practice cloud.
    pub(crate) fn config(&self) -> String {
        let mut cloud = json!({ "cloud": "practice", "clientId": self.client_id });
        for (ours, theirs) in [
            ("login", "login"),
            ("graph", "graph"),
            ("azure", "arm"),
            ("admin", "admin"),
            ("downloads", "downloads"),
        ] {
            if let (Some(origin), Some(fields)) = (self.origins.get(theirs), cloud.as_object_mut()) {
                fields.insert(ours.to_owned(), json!(origin));
            }
        }
        json!({ "clouds": [cloud] }).to_string()
    }
}

/// A running practice cloud.
pub(crate) struct Practice {
    pub(crate) ready: Ready,
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    /// It ends when this pipe closes, however we end.
    parent: ChildStdin,
}

impl Practice {
    /// Starts the practice cloud for a site at this port and waits until it is ready.
    ///
    /// # Errors
    /// When it cannot be started, or ends or stays silent before it is ready.
    pub(crate) async fn start(workspace: &Workspace, site_port: u16, options: Vec<OsString>) -> Result<Self, Failure> {
        let failed = |problem: &str| Failure::Practice(problem.to_owned());
        let program = workspace.debug_binary("practice");
        let mut command = Command::new(&program);
        command.arg("--site").arg(format!("http://localhost:{site_port}"));
        command
            .arg("--port")
            .arg((site_port + 1).to_string())
            .arg("--with-parent")
            .args(options);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let start_failure = |source| Failure::Start {
            program: program.display().to_string(),
            source,
        };
        let mut child = command.spawn().map_err(start_failure)?;
        let parent = child.stdin.take().ok_or_else(|| failed("has no input"))?;
        let output = child.stdout.take().ok_or_else(|| failed("has no output"))?;
        let mut output = BufReader::new(output).lines();
        let ready = timeout(START_PATIENCE, first_ready(&mut output)).await;
        let ready = ready.map_err(|_| failed("did not become ready"))?;
        let ready = ready.ok_or_else(|| failed("ended before it was ready"))?;
        Ok(Self {
            ready,
            child,
            output,
            parent,
        })
    }

    /// Passes on what it prints; returns when it ended by itself.
    pub(crate) async fn ended(&mut self) -> Failure {
        while let Ok(Some(line)) = self.output.next_line().await {
            println!("practice: {line}");
        }
        match self.child.wait().await {
            Ok(status) => Failure::Practice(format!("ended: {status}")),
            Err(source) => Failure::Practice(format!("is lost: {source}")),
        }
    }

    /// Ends it: by closing its input, or by force when that does not do.
    pub(crate) async fn end(self) {
        let Self { mut child, parent, .. } = self;
        drop(parent);
        if timeout(END_PATIENCE, child.wait()).await.is_err() {
            // Nothing is left to do if even this fails: the child is gone already.
            drop(child.kill().await);
        }
    }
}

/// The first line that says "ready"; others are passed on.
async fn first_ready(output: &mut Lines<BufReader<ChildStdout>>) -> Option<Ready> {
    while let Ok(Some(line)) = output.next_line().await {
        match serde_json::from_str(&line) {
            Ok(ready) => return Some(ready),
            Err(_) => println!("practice: {line}"),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_names_the_practice_clouds_own_addresses() {
        let line = r#"{"ready":true,"origins":{"login":"http://localhost:8081","arm":"http://localhost:8083","control":"http://localhost:8086"},
            "clientId":"id","tenant":"contoso","accounts":[{"userPrincipalName":"a@b","password":"c","role":"Global Administrator"}]}"#;
        let ready: Ready = serde_json::from_str(line).unwrap();
        let config: serde_json::Value = serde_json::from_str(&ready.config()).unwrap();
        let expected = json!({ "clouds": [{ "cloud": "practice", "clientId": "id", "login": "http://localhost:8081", "azure": "http://localhost:8083" }] });
        assert_eq!(config, expected);
    }
}
