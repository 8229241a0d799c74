using CareExchange.Fhir.Definitions;
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

    /// <summary>The definitions: which types exist and what is searchable. R4 by default.</summary>
    public Schema Schema { get; init; } = Schema.R4;

    /// <summary>IANA zone in which a date without an offset is meant, in resources and in queries.</summary>
    public string TimeZone { get; init; } = "Asia/Seoul";

    /// <summary>True (default): a commit returns after the disk has it. False trades the last transactions of a power cut for speed (SQLite only).</summary>
    public bool Durable { get; init; } = true;

    /// <summary>True (default): who looked is on the disk before anything is shown, as every write is. False: it is in the hands of the operating system, so that a
    /// killed process loses nothing but a power cut may lose the looks of the last moments (SQLite only; decisions/0015 has the price).</summary>
    public bool SyncLooks { get; init; } = true;

    /// <summary>Memory for resources that are read again before anything is written, MiB, 0 (none) to 4,096 (SQLite only).</summary>
    public int HotMegabytes { get; init; } = 32;

    /// <summary>SQLite reader connections kept open when idle; 1 to 64. More are opened when more readers come, but opening one reads the whole schema.</summary>
    public int Readers { get; init; } = 32;

    /// <summary>Memory for pages that SQLite's writer works on, MiB, 2 to 4,096: what does not fit is written and read again within one commit.</summary>
    public int WriterCacheMegabytes { get; init; } = 48;

    /// <summary>True: while it is open the file is this process's alone, as long as nobody else asks for it, and pages that are added to it are written once (SQLite only, for a load; decisions/0022).</summary>
    public bool KeepsFile { get; init; }

    /// <summary>How long a transaction waits for the writer before it gives up with a <see cref="TimeoutException"/>; 1 s to 10 min.</summary>
    public TimeSpan WriterTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Refuses options that cannot work, all errors at once.</summary>
    /// <exception cref="ArgumentException">The message lists every error.</exception>
    internal static void Check(StorageOptions options)
    {
        var errors = options.Errors();
        if (errors.Count > 0) throw new ArgumentException("Storage options: " + string.Join(" ", errors), nameof(options));
    }

    private List<string> Errors()
    {
        var errors = new List<string>();
        if (PostgresConnection is null && string.IsNullOrWhiteSpace(DataFolder)) errors.Add("DataFolder is empty.");
        if (Keys.Count == 0) errors.Add("Keys is empty: at least one key is needed.");
        if (Keys.Any(key => key.Secret.Length != StorageKey.SecretLength)) errors.Add("Every key needs a secret of 32 bytes.");
        if (Keys.Any(key => key.Id.Length is 0 or > 40 || key.Id.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_' and not '.')))
        {
            errors.Add("A key id has 1 to 40 letters, digits, '-', '_' or '.'.");
        }

        if (Keys.Select(key => key.Id).Distinct(StringComparer.Ordinal).Count() != Keys.Count) errors.Add("Key ids must differ.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)) errors.Add($"TimeZone '{TimeZone}' is unknown.");
        if (WriterCacheMegabytes is < 2 or > 4096) errors.Add("WriterCacheMegabytes must be 2 to 4096.");
        if (HotMegabytes is < 0 or > 4096) errors.Add("HotMegabytes must be 0 to 4096.");
        if (Readers is < 1 or > 64) errors.Add("Readers must be 1 to 64.");
        if (WriterTimeout < TimeSpan.FromSeconds(1) || WriterTimeout > TimeSpan.FromMinutes(10)) errors.Add("WriterTimeout must be 1 s to 10 min.");
        return errors;
    }
}
