//! A database that is lost, of another installation, or from before: never taken for a new one.

use super::*;

#[test]
fn a_database_that_is_lost_is_no_new_installation() {
    for how in ["file", "empty file", "empty database", "folder", "emptied"] {
        let folder = tempfile::tempdir().unwrap();
        let (data, index) = (folder.path().join("data"), folder.path().join("index"));
        fs::create_dir(&index).unwrap();
        token(&Journal::open_with(&data, &[&index]).unwrap(), "Anna");
        let file = data.join(FILE);
        match how {
            "file" => fs::remove_file(&file).unwrap(),
            "empty file" => fs::write(&file, "").unwrap(),
            "empty database" => {
                fs::remove_file(&file).unwrap();
                Connection::open(&file).unwrap().execute_batch("CREATE TABLE a (b); DROP TABLE a").unwrap();
            }
            "folder" => fs::remove_dir_all(&data).unwrap(),
            _ => Connection::open(&file)
                .unwrap()
                .execute_batch("DELETE FROM installation; DELETE FROM tokens")
                .unwrap(),
        }
        let refused = Journal::open(&data).unwrap_err();
        assert!(matches!(refused, JournalError::Lost { .. }), "{how}: {refused:?}");
        assert!(refused.to_string().contains("kopię zapasową"), "{how}: {refused}");
        assert_eq!(data.exists(), how != "folder", "nothing is made in its place");
        // On purpose it begins anew, and forgets that there were tokens.
        let anew = Journal::anew(&data, &[&index]).unwrap();
        assert_eq!(anew.tokens().unwrap().len(), 0, "{how}");
        drop(anew);
        Journal::open(&data).unwrap();
    }
}

#[test]
fn the_index_bears_witness_where_the_rest_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let (data, index) = (folder.path().join("data"), folder.path().join("index"));
    fs::create_dir(&index).unwrap();
    drop(Journal::open_with(&data, &[&index]).unwrap());
    fs::remove_dir_all(&data).unwrap();
    fs::remove_file(folder.path().join("data.instalacja.toml")).unwrap();
    assert!(matches!(standing(&data, &[&index]), Err(JournalError::Lost { .. })));
    assert_eq!(standing(&data, &[]).unwrap(), Standing::Nothing, "and it is a witness that may be deleted");
    let other = folder.path().join("inne");
    assert_eq!(standing(&other, &[&index]).unwrap(), Standing::Nothing, "of another folder it says nothing");
}

#[test]
fn a_database_of_another_installation_is_refused_and_taken_in_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (folder.path().join("data"), folder.path().join("inna"));
    drop(Journal::open(&ours).unwrap());
    token(&Journal::open(&theirs).unwrap(), "Ewa");
    fs::copy(theirs.join(FILE), ours.join(FILE)).unwrap();
    let refused = Journal::open(&ours).unwrap_err();
    assert!(matches!(refused, JournalError::Exchanged { .. }), "{refused:?}");
    assert_eq!(Journal::anew(&ours, &[]).unwrap().tokens().unwrap()[0].name, "Ewa");
    Journal::open(&ours).unwrap();
}

#[test]
fn a_backup_is_taken_back_and_one_from_before_the_first_token_opens_no_door() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let backup = folder.path().join("kopia");
    drop(Journal::open(&data).unwrap());
    fs::copy(data.join(FILE), &backup).unwrap();
    token(&Journal::open(&data).unwrap(), "Anna");
    fs::copy(&backup, data.join(FILE)).unwrap();
    let journal = Journal::open(&data).unwrap();
    assert_eq!(journal.tokens().unwrap(), []);
    assert!(journal.has_tokens().unwrap(), "there were tokens, so nobody enters unknown");
}

#[test]
fn tokens_removed_by_hand_open_no_door() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    token(&Journal::open(&data).unwrap(), "Anna");
    Connection::open(data.join(FILE)).unwrap().execute_batch("DELETE FROM tokens").unwrap();
    assert!(Journal::open(&data).unwrap().has_tokens().unwrap());
}
