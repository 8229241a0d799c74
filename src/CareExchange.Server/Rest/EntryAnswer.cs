using CareExchange.Fhir.Outcomes;

namespace CareExchange.Server.Rest;

/// <summary>What became of one entry of a batch: the answer of its endpoint before it is written. Its presence on a request is what tells endpoints that they serve an entry.</summary>
internal sealed class EntryAnswer
{
    /// <summary>Its HTTP status.</summary>
    public int Status { get; set; }

    /// <summary>The resource that is answered, as JSON; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }

    /// <summary>What is wrong, or was remarked.</summary>
    public IReadOnlyList<Issue> Issues { get; set; } = [];

    /// <summary>Location or Content-Location, or null.</summary>
    public string? Location { get; set; }

    /// <summary>The ETag, or null.</summary>
    public string? ETag { get; set; }

    /// <summary>When the version was stored, to the millisecond: the header knows only seconds.</summary>
    public DateTimeOffset? LastUpdated { get; set; }

    /// <summary>An entry that was never sent anywhere.</summary>
    public static EntryAnswer Refused(int status, Issue issue) => new() { Status = status, Issues = [issue] };
}
