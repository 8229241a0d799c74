namespace CareExchange.Exchange.Consent;

/// <summary>What a requester may see of a person, as far as tags decide it.</summary>
/// <param name="Open">The cells that are open; a resource in several shows the elements of all.</param>
/// <param name="Undecided">Categories of which only content decides; an open cell may hold a part of them.</param>
internal sealed record OpenTable(IReadOnlyList<OpenCell> Open, IReadOnlyList<string> Undecided)
{
    /// <summary>True where anything is open, or may be.</summary>
    public bool IsAnything => Open.Count > 0 || Undecided.Count > 0;

    /// <summary>A text that is equal for equal tables, so that persons with the same table share their grants.</summary>
    public string Key => field ??= string.Join('\n', Open.Select(cell => cell.Key)) + "\n?" + string.Join(',', Undecided);
}
