using System.Collections.Frozen;

namespace CareExchange.Terminology.ValueSets;

/// <summary>Codes of one system, one by one.</summary>
/// <param name="system">The code system.</param>
/// <param name="codes">The codes.</param>
/// <param name="comparer">How the system compares its codes.</param>
/// <param name="isOpen">True where more codes exist than are listed (a fragment, an example): a code that is missing is then not evaluated.</param>
internal sealed class ListedCodes(string system, IEnumerable<string> codes, StringComparer comparer, bool isOpen) : CodeSet
{
    private readonly FrozenSet<string> _codes = codes.ToFrozenSet(comparer);

    public override IReadOnlyCollection<(string System, string Code)>? Listed => isOpen ? null : [.. _codes.Select(code => (system, code))];

    public override bool? Contains(ReadOnlySpan<char> asked, ReadOnlySpan<char> code)
    {
        if (!asked.IsEmpty && !asked.SequenceEqual(system)) return false;
        if (_codes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(code)) return true;
        return isOpen ? null : false;
    }
}
