namespace CareExchange.Storage.Resources;

/// <summary>How far a reindex has come; it is kept with its job, and a step that is repeated from it does no harm.</summary>
/// <param name="Types">The types to be indexed, in this order.</param>
public sealed record ReindexPosition(IReadOnlyList<string> Types)
{
    /// <summary>True to extract everything anew, also what is indexed by today's definitions.</summary>
    public bool IsForced { get; init; }

    /// <summary>The place of the type that is being indexed.</summary>
    public int At { get; init; }

    /// <summary>The last row number of it that is done; 0 for none.</summary>
    public long Row { get; init; }

    /// <summary>When its pass began, µs since 1970; 0 for not yet.</summary>
    public long Began { get; init; }

    /// <summary>By which parameters the pass indexes; others meanwhile, and it begins again.</summary>
    public string Signature { get; init; } = "";

    /// <summary>How many resources of the type are done.</summary>
    public long Done { get; init; }

    /// <summary>How many there were when its pass began.</summary>
    public long Total { get; init; }

    /// <summary>How many resources of all types were written anew.</summary>
    public long Written { get; init; }

    /// <summary>True when nothing is left.</summary>
    public bool IsDone => At >= Types.Count;

    /// <summary>How far, in words without personal data.</summary>
    public string Words => IsDone
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Types.Count} types, {Written} resources written")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Types[At]} {Done} / {Total}, type {At + 1} of {Types.Count}");
}
