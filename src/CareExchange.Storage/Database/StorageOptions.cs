using CareExchange.Storage.Protection;

namespace CareExchange.Storage.Database;

/// <summary>Where the gateway keeps its data, and with which keys. Checked as a whole when the database is opened.</summary>
public sealed record StorageOptions
{
    /// <summary>Folder of the SQLite file <c>careexchange.db</c>, made when missing; ignored when <see cref="PostgresConnection"/> is set.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>An Npgsql connection string; set, PostgreSQL is used instead of SQLite.</summary>
    public string? PostgresConnection { get; init; }

    /// <summary>The key ring, newest first: the first key protects what is written, all of them read. At least one.</summary>
    public required IReadOnlyList<StorageKey> Keys { get; init; }

    /// <summary>IANA zone in which a date without an offset is meant, in resources and in queries.</summary>
    public string TimeZone { get; init; } = "Asia/Seoul";

    /// <summary>True (default): a commit returns after the disk has it. False trades the last transactions of a power cut for speed (SQLite only).</summary>
    public bool Durable { get; init; } = true;

    /// <summary>SQLite reader connections kept open; 1 to 64.</summary>
    public int Readers { get; init; } = 8;

    /// <summary>How long a transaction waits for the writer before it gives up with a <see cref="TimeoutException"/>; 1 s to 10 min.</summary>
    public TimeSpan WriterTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
