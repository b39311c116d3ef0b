//! The guards that protect a promise: where each is, and what the source is without it.

/// A guard.
#[derive(Debug)]
pub(super) struct Guard {
    /// What it does, after "the guard that".
    pub(super) what: &'static str,
    /// The file that holds it.
    pub(super) file: &'static str,
    /// The guard, as it stands there exactly once.
    pub(super) with: &'static str,
    /// What stands there without it.
    pub(super) without: &'static str,
}

const PLAN: &str = "src/tenant/plan.rs";
const CONFIRMATION: &str = "src/tenant/plan/confirmation.rs";
const COMMANDS: &str = "src/closing/commands.rs";
const ANSWER: &str = "src/closing/run/answer.rs";
const SENDING: &str = "src/closing/run/sending.rs";
const TRUTH: &str = "src/closing/run/truth.rs";
const ONE_BY_ONE: &str = "src/closing/run/one_by_one.rs";

/// Every guard that the simulation has to miss when it is gone.
pub(super) static GUARDS: [Guard; 40] = [
    Guard {
        what: "keeps the signed-in administrator out of a plan",
        file: PLAN,
        with: "item.id != person.0 && !item.is_one_of(&kept)",
        without: "!item.is_one_of(&kept)",
    },
    Guard {
        what: "keeps excluded accounts out of a plan",
        file: PLAN,
        with: "item.id != person.0 && !item.is_one_of(&kept)",
        without: "item.id != person.0",
    },
    Guard {
        what: "wants the export settled",
        file: CONFIRMATION,
        with: "if !gate.export.is_settled() {",
        without: "if false {",
    },
    Guard {
        what: "wants the plan that was shown",
        file: CONFIRMATION,
        with: "if confirmation.plan != self.hash() {",
        without: "if false {",
    },
    Guard {
        what: "wants the count read",
        file: CONFIRMATION,
        with: "if confirmation.count_read != self.count() {",
        without: "if false {",
    },
    Guard {
        what: "wants the initial domain typed",
        file: CONFIRMATION,
        with: "if !gate.initial_domain.is_typed_as(&confirmation.typed_domain) {",
        without: "if false {",
    },
    Guard {
        what: "wants a fresh sign-in",
        file: CONFIRMATION,
        with: "Some(at) if self.now.since(at) <= FRESH_SIGN_IN => Ok(()),",
        without: "Some(_) if FRESH_SIGN_IN > Duration::ZERO => Ok(()),",
    },
    Guard {
        what: "lets no clock that is set back make a sign-in younger",
        file: "src/closing/mod.rs",
        with: "world.now().max(then.plus(world.elapsed().saturating_sub(elapsed)))",
        without: "world.now().max(then.plus(world.elapsed().saturating_sub(world.elapsed().max(elapsed)))).min(world.now())",
    },
    Guard {
        what: "takes a kept plan only if it is the one that was confirmed",
        file: CONFIRMATION,
        with: "if hash == expected && plan.hash() == expected {",
        without: "if true {",
    },
    Guard {
        what: "lets one tab alone run",
        file: COMMANDS,
        with: "lead.ok_or_else(|| self.problem(ProblemKind::OtherTab))?;",
        without: "lead.unwrap_or_else(|| Lead::new(|| {}));",
    },
    Guard {
        what: "gives up no run that another tab is at work with",
        file: COMMANDS,
        with: "async fn abandon(&mut self) -> Result<(), Problem> {\n        let _lead = self.take_lead().await?;",
        without: "async fn abandon(&mut self) -> Result<(), Problem> {",
    },
    Guard {
        what: "forgets no closing that another tab is at work with",
        file: COMMANDS,
        with: "async fn forget(&mut self) -> Result<(), Problem> {\n        let _lead = self.take_lead().await?;",
        without: "async fn forget(&mut self) -> Result<(), Problem> {",
    },
    Guard {
        what: "plans nothing for nobody when somebody could not be read",
        file: COMMANDS,
        with: "others.try_for_each(|one| self.known(&one.state).map(drop))",
        without: "others.try_for_each(|_| Ok(()))",
    },
    Guard {
        what: "plans for nobody when nobody could be read",
        file: COMMANDS,
        with: "                self.known(&snapshot.users)?;\n",
        without: "",
    },
    Guard {
        what: "plans for no users while nobody can say who must come last",
        file: COMMANDS,
        with: "                self.known(&snapshot.administrators)?;\n",
        without: "",
    },
    Guard {
        what: "asks for nobody's second factor when nobody could be read",
        file: "src/closing/survey.rs",
        with: "let users = self.known(&snapshot.users)?;",
        without: "let users = snapshot.users.known().map(Vec::as_slice).unwrap_or_default();",
    },
    Guard {
        what: "goes on only after a fresh sign-in",
        file: COMMANDS,
        with: "gate.check_freshness().map_err(|kind| self.problem(kind))?;\n        self.run",
        without: "self.run",
    },
    Guard {
        what: "lets nobody else sign in in the person's place",
        file: "src/closing/signing_in/desk.rs",
        with: "if other.person != session.person {",
        without: "if false {",
    },
    Guard {
        what: "brings no token to another host",
        file: "src/client/mod.rs",
        with: "if !self.cloud.origin(audience).holds(address) {",
        without: "if false {",
    },
    Guard {
        what: "believes only the fifth \"not found\" when a second factor is read",
        file: "src/closing/survey/multifactor.rs",
        with: "const NOT_FOUND: u32 = 5;",
        without: "const NOT_FOUND: u32 = 1;",
    },
    Guard {
        what: "takes no answer for an unknown outcome",
        file: ANSWER,
        with: "    let Some(answer) = answer else {\n        return not_understood();\n    };",
        without: "    let Some(answer) = answer else {\n        return Meaning::Accepted;\n    };",
    },
    Guard {
        what: "takes a throttled item as not done",
        file: ANSWER,
        with: "429 => again(WaitReason::Throttled),",
        without: "429 => Meaning::Accepted,",
    },
    Guard {
        what: "takes a failed item as not done",
        file: ANSWER,
        with: "408 | 409 | 423 | 424 | 500..=599 => again(WaitReason::ServiceFailed),",
        without: "408 | 409 | 423 | 424 | 500..=599 => Meaning::Accepted,",
    },
    Guard {
        what: "takes a success that Graph doesn't know for none",
        file: ANSWER,
        with: "201..=299 => not_understood(),",
        without: "201..=299 => Meaning::Accepted,",
    },
    Guard {
        what: "takes an answer that came twice for none",
        file: "src/microsoft/graph/batch.rs",
        with: "if one.len() == 1 { one.pop() } else { None }",
        without: "one.pop()",
    },
    Guard {
        // Both the item and the budget wait for it; this is where both hear of it.
        what: "waits as long as the service asks before an item is sent again",
        file: ANSWER,
        with: "wait: asked(refusal, now),",
        without: "wait: None,",
    },
    Guard {
        what: "names what is still listed",
        file: TRUTH,
        with: "self.running.failures.push(Failure { item, problem });",
        without: "drop((item, problem));",
    },
    Guard {
        what: "doubts a list that leaves something out",
        file: TRUTH,
        with: "left.append(&mut absent);",
        without: "for (place, _) in absent.drain(..) {\n            self.fates.set(place, Fate::Gone);\n        }",
    },
    Guard {
        what: "lets the bin catch up before what isn't in it is believed to be gone",
        file: ONE_BY_ONE,
        with: "if self.running.work == Work::PurgeUsers && !doubtful.is_empty() {",
        without: "if false {",
    },
    Guard {
        what: "names who was deleted before they were excluded",
        file: ONE_BY_ONE,
        with: "gone.retain(|id| !restored.contains(id));",
        without: "gone.clear();",
    },
    Guard {
        what: "leaves out whom another tab has excluded",
        file: SENDING,
        with: "queued.item.is_one_of(&self.excluded)",
        without: "queued.item.is_one_of(&std::collections::BTreeSet::new())",
    },
    Guard {
        what: "sends nothing while the person pauses",
        file: SENDING,
        with: "if self.helm.is_paused() {\n                self.show",
        without: "if false {\n                self.show",
    },
    Guard {
        what: "takes in what another tab has kept",
        file: "src/closing/book.rs",
        with: "learned(helm).map(|theirs| learn_one",
        without: "learned(helm).filter(|_| false).map(|theirs| learn_one",
    },
    Guard {
        what: "begins no run again that the person has stopped meanwhile",
        file: "src/closing/mod.rs",
        with: "if begins_a_run(&command) && !helm.begin() {",
        without: "if begins_a_run(&command) && !helm.begin() && self.base.is_empty() {",
    },
    Guard {
        what: "tries with one, then with ten",
        file: "src/closing/run.rs",
        with: "const CANARY: [usize; 2] = [1, 10];",
        without: "const CANARY: [usize; 2] = [20, 20];",
    },
    Guard {
        what: "waits for the answers to the first ones before more leave",
        file: SENDING,
        with: "if under_way.len() >= if careful { 1 } else { LANES } {",
        without: "if under_way.len() >= LANES {",
    },
    Guard {
        what: "stops by itself when too much is refused",
        file: "src/closing/run/landing.rs",
        with: "if surprises >= SURPRISES && surprises * ONE_IN > self.settled {",
        without: "if false {",
    },
    Guard {
        what: "deletes administrators only after everybody else",
        file: "src/closing/run/queue.rs",
        with: "items.partition(|queued| queued.item.reason.turn() == Turn::Last);",
        without: "items.partition(|_| false);",
    },
    Guard {
        what: "keeps to the published budget",
        file: "src/client/pace.rs",
        with: "if closed.is_zero() && missing <= 0.0 {",
        without: "if closed.is_zero() {",
    },
    Guard {
        what: "takes a state that can't be read for one that is still on",
        file: TRUTH,
        with: ".filter(|one| one.state.known() != Some(&MultifactorState::Disabled));",
        without: ".filter(|one| one.state.known().is_some_and(|state| *state != MultifactorState::Disabled));",
    },
];
