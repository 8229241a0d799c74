namespace CareExchange.Storage.Protection;

/// <summary>What a working key is for. The names enter the key derivation: renaming one makes old data unreadable.</summary>
internal enum ProtectionPurpose
{
    /// <summary>Originals and what was noted about them.</summary>
    Message,

    /// <summary>Resident registration numbers.</summary>
    ResidentNumber,

    /// <summary>What a doubtful match shows.</summary>
    ParkedMatch,

    /// <summary>Outbox payloads.</summary>
    Outbox,

    /// <summary>Page cursors.</summary>
    Cursor,

    /// <summary>Hashes of person identifiers.</summary>
    Identifier,

    /// <summary>Hashes of match keys.</summary>
    MatchKey,

    /// <summary>What jobs keep and make.</summary>
    Job,

    /// <summary>Private keys that sign checkpoints of the audit trail.</summary>
    Checkpoint,

    /// <summary>Lines of the consent journal.</summary>
    ConsentJournal,

    /// <summary>Resources that say how somebody can be reached.</summary>
    Body,

    /// <summary>Hashes of telephone numbers and mail addresses in the index.</summary>
    Contact,
}
