namespace CareExchange.Storage.Database.Sqlite;

/// <summary>When somebody last looked at something that consents decide. Thread-safe.</summary>
/// <remarks>Whoever looks waits for every Consent that is told ahead. So while anybody does, Consents are told when they are committed, and looks wait for none (decisions/0029).</remarks>
internal sealed class ConsentLooks
{
    private const long Quiet = 1000;
    private long _last = -Quiet;

    /// <summary>Somebody looks.</summary>
    public void Note()
    {
        // Milliseconds: of very many who look at once, one writes.
        var now = Environment.TickCount64;
        if (Volatile.Read(ref _last) != now) Volatile.Write(ref _last, now);
    }

    /// <summary>True where nobody has looked for a second.</summary>
    public bool IsQuiet => Environment.TickCount64 - Volatile.Read(ref _last) >= Quiet;
}
