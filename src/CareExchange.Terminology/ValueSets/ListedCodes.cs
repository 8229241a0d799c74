using System.Collections.Frozen;

namespace CareExchange.Terminology.ValueSets;

/// <summary>Codes of one system, one by one.</summary>
/// <param name="system">The code system.</param>
/// <param name="codes">The codes.</param>
/// <param name="comparer">How the system compares its codes.</param>
internal sealed class ListedCodes(string system, IEnumerable<string> codes, StringComparer comparer) : CodeSet
{
    private readonly FrozenSet<string> _codes = codes.ToFrozenSet(comparer);

    public override IReadOnlyCollection<(string System, string Code)>? Listed => [.. _codes.Select(code => (system, code))];

    public override bool? Contains(ReadOnlySpan<char> asked, ReadOnlySpan<char> code)
    {
        if (!asked.IsEmpty && !asked.SequenceEqual(system)) return false;
        return _codes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(code);
    }

    public override string? SystemOf(ReadOnlySpan<char> code) => Contains([], code) == true ? system : null;
}
