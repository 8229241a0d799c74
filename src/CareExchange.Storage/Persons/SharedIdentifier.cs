namespace CareExchange.Storage.Persons;

/// <summary>Two Patients that state one identifier.</summary>
/// <param name="Id">UUID v7.</param>
/// <param name="First">Patient id of who had it first, and is found by it.</param>
/// <param name="Second">Patient id of who came with it later.</param>
/// <param name="System">Identifier system; never the value.</param>
/// <param name="Found">Since when.</param>
public sealed record SharedIdentifier(string Id, string First, string Second, string System, DateTimeOffset Found)
{
    /// <summary>What was decided: true for one person, false for two; null while nobody decided.</summary>
    public bool? IsSame { get; init; }

    /// <summary>When it was decided.</summary>
    public DateTimeOffset? Decided { get; init; }
}
