namespace CareExchange.Terminology.ValueSets;

/// <summary>A set of which nothing is known: it refuses no code and confirms none.</summary>
internal sealed class UnknownCodes : CodeSet
{
    public static UnknownCodes Instance { get; } = new();

    public override IReadOnlyCollection<(string System, string Code)>? Listed => null;

    public override bool? Contains(ReadOnlySpan<char> system, ReadOnlySpan<char> code) => null;

    public override string? SystemOf(ReadOnlySpan<char> code) => null;
}
