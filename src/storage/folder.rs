//! Where a learner's files lie.

use super::error::{StorageError, Trouble};
use directories::{ProjectDirs, UserDirs};
use std::path::{Path, PathBuf};

/// The folder for a learner's progress: the one asked for, or the one that the system names.
pub fn data_folder(asked: Option<&Path>) -> Result<PathBuf, StorageError> {
    let folder = match asked {
        Some(path) => path.to_owned(),
        None => match ProjectDirs::from("", "", "EMS Study") {
            Some(dirs) => dirs.data_local_dir().join("progress"),
            None => return Err(StorageError::new(Trouble::NoHome, Path::new("HOME"))),
        },
    };
    // A relative HOME would give a relative folder, which depends on where the program is started.
    if folder.is_absolute() {
        Ok(folder)
    } else {
        Err(StorageError::new(Trouble::NotAbsolute, &folder))
    }
}

/// The folder for the backups: beside that of the progress, never in it. Nothing where there is no
/// place beside it.
#[must_use]
pub fn backups_folder(data: &Path) -> Option<PathBuf> {
    let name = data.file_name()?;
    // The usual place has a folder of its own around it.
    if let Some(dirs) = ProjectDirs::from("", "", "EMS Study")
        && data == dirs.data_local_dir().join("progress")
    {
        return Some(dirs.data_local_dir().join("backups"));
    }
    let mut beside = name.to_owned();
    beside.push("-backups");
    Some(data.with_file_name(beside))
}

/// The folder for what a learner takes along, such as handouts: beside the progress where that
/// was given, else one among the documents.
pub fn handout_folder(asked: Option<&Path>) -> Result<PathBuf, StorageError> {
    if let Some(asked) = asked {
        return data_folder(Some(asked)).map(|folder| folder.join("handouts"));
    }
    let documents = UserDirs::new().and_then(|user| user.document_dir().map(Path::to_owned));
    match documents {
        Some(documents) if documents.is_absolute() => Ok(documents.join("EMS Study")),
        // A system without a folder for documents.
        _ => data_folder(None).map(|folder| folder.with_file_name("handouts")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backups_lie_beside_the_folder_never_in_it() {
        let beside = backups_folder(Path::new("/media/stick/ems"));
        assert_eq!(beside.as_deref(), Some(Path::new("/media/stick/ems-backups")));
        assert_eq!(backups_folder(Path::new("/")), None);
    }

    #[test]
    fn a_relative_folder_is_refused_with_what_would_be_right() {
        let error = data_folder(Some(Path::new("here"))).unwrap_err();
        assert_eq!(error.kind, Trouble::NotAbsolute);
        assert!(error.to_string().contains("--data-dir /home/me/ems-study"));
    }
}
