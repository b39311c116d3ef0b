//! How a tenant pays: its billing account, its invoices, its reservations.

use crate::guid::Guid;
use crate::time::Moment;

/// The agreement that a billing account was made under. It says who may cancel what, and when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
pub(crate) enum Agreement {
    /// The older one, called MOSA in the admin center.
    #[default]
    #[serde(rename = "MOSA")]
    OnlineServices,
    #[serde(rename = "MCA")]
    Customer,
    #[serde(rename = "EA")]
    Enterprise,
}

impl Agreement {
    /// What `agreementType` says.
    pub(crate) const fn arm_name(self) -> &'static str {
        match self {
            Self::OnlineServices => "MicrosoftOnlineServicesProgram",
            Self::Customer => "MicrosoftCustomerAgreement",
            Self::Enterprise => "EnterpriseAgreement",
        }
    }

    /// What the admin center calls it.
    pub(crate) const fn center_name(self) -> &'static str {
        match self {
            Self::OnlineServices => "Microsoft Online Subscription Agreement",
            Self::Customer => "Microsoft Customer Agreement",
            Self::Enterprise => "Enterprise Agreement",
        }
    }
}

/// An invoice; amounts in hundredths of the currency.
#[derive(Debug, Clone)]
pub(crate) struct Invoice {
    pub(crate) name: String,
    pub(crate) billed: u32,
    pub(crate) due: u32,
    pub(crate) issued: Moment,
}

impl Invoice {
    /// Two weeks to pay it.
    pub(crate) const fn due_date(&self) -> Moment {
        self.issued.plus_days(14)
    }

    pub(crate) fn status(&self, now: Moment) -> &'static str {
        match self.due {
            0 => "Paid",
            _ if now < self.due_date() => "Due",
            _ => "OverDue",
        }
    }
}

/// A reservation of Azure, paid for a term.
#[derive(Debug, Clone)]
pub(crate) struct Reservation {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) expires: Moment,
}

/// One of the ways in which a tenant pays. It can have several: what was bought long ago stays under the older agreement.
#[derive(Debug, Clone)]
pub(crate) struct BillingAccount {
    pub(crate) id: Guid,
    pub(crate) display_name: String,
    pub(crate) agreement: Agreement,
    pub(crate) invoices: Vec<Invoice>,
}

impl BillingAccount {
    /// As ARM names the account: under the newer agreement by two ids and a version.
    pub(crate) fn name(&self) -> String {
        match self.agreement {
            Agreement::OnlineServices => self.id.to_string(),
            Agreement::Customer => {
                format!("{0}:{1}_2019-05-31", self.id, self.id.combined(Guid::from_u128(1)))
            }
            Agreement::Enterprise => format!("{}", self.id.simple().bytes().map(u32::from).sum::<u32>()),
        }
    }
}

/// Everything about paying.
#[derive(Debug, Clone)]
pub(crate) struct Billing {
    /// The one that every tenant has.
    pub(crate) main: BillingAccount,
    pub(crate) others: Vec<BillingAccount>,
    pub(crate) reservations: Vec<Reservation>,
}

impl Billing {
    pub(crate) fn accounts(&self) -> impl Iterator<Item = &BillingAccount> {
        std::iter::once(&self.main).chain(&self.others)
    }

    pub(crate) fn account(&self, id: Guid) -> &BillingAccount {
        self.others
            .iter()
            .find(|account| account.id == id)
            .unwrap_or(&self.main)
    }

    /// Of all accounts.
    pub(crate) fn invoices(&self) -> impl Iterator<Item = &Invoice> {
        self.accounts().flat_map(|account| &account.invoices)
    }

    pub(crate) fn invoice_mut(&mut self, name: &str) -> Option<&mut Invoice> {
        let accounts = std::iter::once(&mut self.main).chain(&mut self.others);
        let mut invoices = accounts.flat_map(|account| &mut account.invoices);
        invoices.find(|found| found.name.eq_ignore_ascii_case(name))
    }
}
