//! Who does things, and what the contract lets them.

use std::fmt;
use std::str::FromStr;

/// What a token may do. `Agent < Editor < Admin` include one another; an analyst stands beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Searches and records calls (DK-02).
    Agent,
    /// Writes articles (DK-03).
    Editor,
    /// Everything.
    Admin,
    /// Reads reports and keeps the dictionaries (DK-05).
    Analyst,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Agent, Self::Editor, Self::Admin, Self::Analyst];

    /// As the command line and the database spell it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Editor => "editor",
            Self::Admin => "admin",
            Self::Analyst => "analyst",
        }
    }

    /// As pages name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "konsultant",
            Self::Editor => "redaktor",
            Self::Admin => "administrator",
            Self::Analyst => "analityk",
        }
    }

    /// Whether it may do what `needed` may. Everyone who works here may search.
    pub fn may(self, needed: Self) -> bool {
        self == Self::Admin || needed == Self::Agent || self == needed
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.code() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// No role has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("nie ma roli „{0}” (są: agent, editor, admin, analyst)")]
pub struct UnknownRole(String);

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name on the token, or of the signed-in person.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn roles_include_one_another_as_the_contract_says() {
        use Role::{Admin, Agent, Analyst, Editor};
        for (role, may) in [
            (Agent, vec![Agent]),
            (Editor, vec![Agent, Editor]),
            (Analyst, vec![Agent, Analyst]),
            (Admin, Role::ALL.to_vec()),
        ] {
            let granted: Vec<Role> = Role::ALL.into_iter().filter(|needed| role.may(*needed)).collect();
            assert_eq!(granted.len(), may.len(), "{role}");
            assert!(may.iter().all(|needed| role.may(*needed)), "{role}");
        }
    }

    #[test]
    fn a_role_is_spelt_one_way() {
        for role in Role::ALL {
            assert_eq!(role.code().parse::<Role>().unwrap(), role);
        }
        assert!("Editor".parse::<Role>().is_err());
    }
}
