//! Keeping what a learner did: the journal, the lock, own decks, small files replaced whole.
//!
//! A file that could not be read is never overwritten, and never taken for an empty one.

mod archive;
mod backup;
mod disk;
mod error;
mod folder;
mod history;
mod holder;
mod intake;
mod journal;
mod overlays;
mod own_decks;
mod quick_review;
mod segment;
mod segment_file;
mod small_file;

pub use archive::{Archive, ArchiveAbout, ArchiveFault, SETTINGS, Unpacked};
pub use backup::{Backup, back_up, backups, export, newest_backup, to_be_kept};
pub use disk::{Disk, DiskFile, Listed, LockGuard, PathKind, SystemDisk};
pub use error::{StorageError, Trouble};
pub use folder::{backups_folder, data_folder, handout_folder};
pub use history::{Finding, History, read_history};
pub use holder::note_holder;
pub use intake::{Missing, keep as keep_incoming, missing_entries, read_incoming, write_leaving};
pub use journal::{Journal, Loss, segment_seed};
pub use overlays::read_overlays;
pub use own_decks::{DeckFiles, FoundDecks, read_decks};
pub use segment::OPEN_END;
pub use small_file::{aside_name, read as read_small, replace as replace_small, write_new};
